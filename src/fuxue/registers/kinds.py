"""What a file is, told from its bytes and never from its name. Refuses, with a sentence, what is not a list."""

import zipfile
from pathlib import Path
from typing import Literal

from fuxue.kernel.errors import Invalid, Where
from fuxue.registers.limits import Limits

FileKind = Literal["xlsx", "xls", "text"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"MZ", "程序文件"),
    (b"\x7fELF", "程序文件"),
    (b"PAR1", "Parquet 文件"),
    (b"{\\rtf", "RTF 文档"),
)
_SAVE_AS = "请用 Excel 或 WPS 打开原文件，另存为 .xlsx 后再导入。"


def refuse(code: str, says: str, name: str, todo: str = "") -> Invalid:
    return Invalid(code=code, says=says, where=Where(file=name), todo=todo)


def file_kind(path: Path, name: str, limits: Limits) -> FileKind:
    """Kind by content. Raises Invalid: empty_file, file_too_large, encrypted_file, wrong_file_kind, damaged_file."""
    size = path.stat().st_size
    if size == 0:
        raise refuse("empty_file", "文件是空的，没有任何内容。", name)
    if size > limits.file_bytes:
        raise refuse("file_too_large", f"文件超过 {limits.file_bytes // 1_000_000} MB，请按乡镇拆分后再导入。", name)
    with path.open("rb") as stream:
        head = stream.read(4096)
    if head.startswith(b"PK"):
        return _zip_kind(path, name)
    if head.startswith(_OLE):
        return _ole_kind(path, name)
    if head[:2] == b"\x09\x08":  # a bare BIFF stream, from very old programs
        return "xls"
    for magic, term in _OTHERS:
        if head.startswith(magic):
            raise refuse("wrong_file_kind", f"这不是表格，而是{term}。", name, _SAVE_AS)
    return _text_kind(head, name)


def _text_kind(head: bytes, name: str) -> FileKind:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "text"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:512].lower()
    if start.startswith(b"<") and (b"<html" in head.lower() or b"<!doctype" in start or b"<table" in head.lower()):
        raise refuse("wrong_file_kind", "这是网页文件，只是改了扩展名。", name, _SAVE_AS)
    if start.startswith(b"<"):
        raise refuse("wrong_file_kind", "这是 XML 文件，不是表格。", name, _SAVE_AS)
    if b"\x00" in head:
        raise refuse("wrong_file_kind", "文件内容不是文本，也不是 Excel 表格。", name, _SAVE_AS)
    return "text"


def _zip_kind(path: Path, name: str) -> FileKind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise refuse("damaged_file", "文件已损坏，打不开。", name, "请重新下载或另存后再导入。") from error
    if any(part.startswith("xl/") and part.endswith(".bin") and "workbook" in part for part in names):
        raise refuse("wrong_file_kind", "这是 .xlsb 格式的工作簿。", name, _SAVE_AS)
    if "[Content_Types].xml" in names and any(part.lstrip("/").startswith("xl/") for part in names):
        return "xlsx"
    if any(part.startswith("word/") for part in names):
        raise refuse(
            "wrong_file_kind", "这是 Word 文档，不是表格。", name, "请把表格复制到 Excel 或 WPS 表格后再导入。"
        )
    if any(part.startswith("ppt/") for part in names):
        raise refuse("wrong_file_kind", "这是演示文稿，不是表格。", name)
    if "mimetype" in names and "content.xml" in names:
        raise refuse("wrong_file_kind", "这是 OpenDocument 文件。", name, _SAVE_AS)
    raise refuse("wrong_file_kind", "这是压缩包，不是表格。", name, "请先解压，再导入其中的表格。")


def _ole_kind(path: Path, name: str) -> FileKind:
    data = path.read_bytes()

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise refuse("encrypted_file", "文件设了打开密码。", name, "请去掉密码后另存，再导入。")
    if holds("WordDocument"):
        raise refuse(
            "wrong_file_kind", "这是 Word 文档，不是表格。", name, "请把表格复制到 Excel 或 WPS 表格后再导入。"
        )
    if holds("Workbook") or holds("Book"):
        return "xls"
    raise refuse("wrong_file_kind", "这不是 Excel 表格。", name, _SAVE_AS)
