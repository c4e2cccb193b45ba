"""The store keeps bytes as they came, once, and takes nothing that could run or overwhelm."""

import hashlib
import io
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from fuxue.evidence import store
from fuxue.kernel.errors import Invalid


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, settings) -> Path:  # type: ignore[no-untyped-def]  # pytest-django's fixture has no public type
    settings.DATA_DIR = tmp_path
    return tmp_path


def picture(format_: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 30, 30)).save(out, format_)
    return out.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    body = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    head = b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
    return head + b"\0\0\0\0IEND\xaeB`\x82"


JPEG = picture("JPEG")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nstartxref\n9\n%%EOF\n"
SOF = JPEG.index(b"\xff\xc0") + 5
GOOD = {
    "image/jpeg": JPEG, "image/png": picture("PNG"), "image/tiff": picture("TIFF"), "image/webp": picture("WEBP"),
    "application/pdf": PDF,
}  # fmt: skip
HOSTILE = {
    "empty": (b"", "empty_file"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "markup_refused"),
    "html with a BOM": (b"\xef\xbb\xbf <html>", "markup_refused"),
    "xml": (b"<?xml version='1.0'?>", "markup_refused"),
    "zip or office": (b"PK\x03\x04" + b"\0" * 40, "archive_refused"),
    "old office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office_refused"),
    "exe": (b"MZ\x90\0", "program_refused"),
    "elf": (b"\x7fELF\x02", "program_refused"),
    "script": (b"#!/bin/sh\n", "program_refused"),
    "text": ("普通文字".encode(), "unknown_type"),
    "pdf after html": (b"<html></html>" + PDF, "markup_refused"),
    "pdf cut": (PDF[:30], "truncated_file"),
    "pdf encrypted": (PDF.replace(b"/Catalog", b"/Catalog/Encrypt 5 0 R"), "pdf_encrypted"),
    "pdf script": (PDF.replace(b"/Catalog", b"/Catalog/JavaScript"), "pdf_active"),
    "jpeg cut": (JPEG[: len(JPEG) // 2], "truncated_file"),
    "jpeg with zip": (JPEG + b"PK\x03\x04..PK\x05\x06" + b"\0" * 18, "hidden_archive"),
    "jpeg with more": (JPEG + b"<script>", "appended_data"),
    "jpeg bomb": (JPEG[:SOF] + b"\xff\xff\xff\xff" + JPEG[SOF + 4 :], "too_many_pixels"),
    "png cut": (picture("PNG")[:-6], "truncated_file"),
    "png bomb": (png_claiming(60_000, 60_000), "too_many_pixels"),
    "png just above": (png_claiming(50_001, 1_000), "too_many_pixels"),
    "webp cut": (picture("WEBP")[:-8], "truncated_file"),
    "tiff header only": (b"II*\0\x08\0\0\0", "truncated_file"),
}


@pytest.mark.parametrize("kind", GOOD)
def test_takes_papers_and_keeps_their_bytes(kind: str) -> None:
    kept = store.put(io.BytesIO(GOOD[kind]), name="evil.exe")
    assert (kept.type, kept.size) == (kind, len(GOOD[kind]))
    assert kept.sha256 == hashlib.sha256(GOOD[kind]).hexdigest()
    with store.open_file(kept.sha256) as stored:
        assert stored.read() == GOOD[kind]


@pytest.mark.parametrize("case", HOSTILE)
def test_refuses_with_a_code_and_leaves_nothing(case: str, data_dir: Path) -> None:
    content, code = HOSTILE[case]
    with pytest.raises(Invalid) as refused:
        store.put(io.BytesIO(content), name="照片.jpg")
    assert refused.value.code == code
    assert refused.value.says.endswith("。")
    assert [path for path in data_dir.rglob("*") if path.is_file()] == []


def test_fifty_million_pixels_are_still_taken() -> None:
    assert store.put(io.BytesIO(png_claiming(50_000, 1_000)), name="a").type == "image/png"


def test_refuses_above_the_limit_without_reading_on(settings) -> None:  # type: ignore[no-untyped-def]
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    endless = io.BytesIO(JPEG + b"\0" * 8 * 1024 * 1024)
    with pytest.raises(Invalid) as refused:
        store.put(endless, name="a.jpg")
    assert refused.value.code == "file_too_large"
    assert endless.tell() < 2 * 1024 * 1024


def test_twenty_threads_with_the_same_bytes_store_one_file(data_dir: Path) -> None:
    with ThreadPoolExecutor(20) as pool:
        kept = set(pool.map(lambda _: store.put(io.BytesIO(JPEG), name="a").sha256, range(20)))
    assert len(kept) == 1
    assert [path.name for path in data_dir.rglob("*") if path.is_file()] == list(kept)


@pytest.mark.parametrize("bad", ["", "../../etc/passwd", "A" * 64, "a" * 63])
def test_only_a_hash_names_a_file(bad: str) -> None:
    with pytest.raises(Invalid):
        store.path_of(bad)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/死亡证明.pdf", "死亡证明.pdf"),
        ("C:\\扫描\\户口簿.jpg", "户口簿.jpg"),
        ("照片\u202egpj.exe", "照片gpj.exe"),
        ("a\r\nSet-Cookie: x.jpg", "aSet-Cookie: x.jpg"),
        ("", "未命名"),
    ],
)
def test_shown_names_carry_no_path_and_no_tricks(given: str, shown: str) -> None:
    assert store.display_name(given) == shown
    assert len(store.display_name("长" * 300 + ".jpg")) == 80
