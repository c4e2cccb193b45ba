"""What a file is, by its bytes alone, and whether the store takes it. Reads headers and ends; decodes no picture.

Never looks at a file's name. Knows no database.
"""

import warnings
from collections.abc import Callable
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from fuxue.kernel.errors import Invalid

MAX_PIXELS = 50_000_000
_HEAD, _TAIL = 4096, 66_000  # a zip's own end record lies within the last 65,557 bytes
_CHUNK = 1 << 20
_TAKES = "请上传 JPG、PNG、TIFF、WebP、HEIC 图片或 PDF。"
_HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"PK", "archive_refused", "这是压缩包或办公文档，不能作为佐证材料。"),
    (b"\xd0\xcf\x11\xe0", "office_refused", "这是办公文档，不能作为佐证材料。"),
    (b"MZ", "program_refused", "这是可执行程序。"),
    (b"\x7fELF", "program_refused", "这是可执行程序。"),
    (b"#!", "program_refused", "这是脚本程序。"),
    (b"Rar!", "archive_refused", "这是压缩包。"),
    (b"7z\xbc\xaf", "archive_refused", "这是压缩包。"),
    (b"\x1f\x8b", "archive_refused", "这是压缩包。"),
)
_PDF_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (b"/Encrypt", "pdf_encrypted", "PDF 设有密码或权限限制，日后可能无法打开。"),
    (b"/JavaScript", "pdf_active", "PDF 内含脚本。"),
    (b"/Launch", "pdf_active", "PDF 内含可启动程序的动作。"),
    (b"/EmbeddedFile", "pdf_active", "PDF 内夹带其他文件。"),
)


def sniff(stream: BinaryIO, *, size: int) -> str:
    """The media type of the seekable `stream` of `size` bytes; raises `Invalid` with the reason it is not taken."""
    if size == 0:
        raise Invalid("empty_file", "文件是空的。", todo=_TAKES)
    stream.seek(0)
    head = stream.read(_HEAD)
    found, judge = _recognise(head)
    stream.seek(max(0, size - _TAIL))
    tail = stream.read(_TAIL)
    if b"PK\x05\x06" in tail:
        raise Invalid("hidden_archive", "文件尾部夹带压缩包。", todo="请重新扫描或拍照后上传。")
    judge(stream, head, tail, size)
    return found


_Judge = Callable[[BinaryIO, bytes, bytes, int], None]


def _recognise(head: bytes) -> tuple[str, _Judge]:
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg", _jpeg
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png", _png
    if head.startswith(b"%PDF-"):
        return "application/pdf", _pdf
    if head[:4] in {b"II*\0", b"MM\0*"}:
        return "image/tiff", _tiff
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp", _webp
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "image/heic", _heic
    for magic, code, says in _FOREIGN:
        if head.startswith(magic):
            raise Invalid(code, says, todo=_TAKES)
    if head.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<"):
        raise Invalid("markup_refused", "这是网页、SVG 或 XML 文件，可能夹带脚本。", todo=_TAKES)
    raise Invalid("unknown_type", "无法识别文件内容。", todo=_TAKES)


def _broken(says: str = "文件不完整，可能上传中断。") -> Invalid:
    return Invalid("truncated_file", says, todo="请重新扫描或拍照后上传。")


def _fits(width: int, height: int) -> None:
    if width <= 0 or height <= 0:
        raise _broken("图片没有尺寸，文件已损坏。")
    if width * height > MAX_PIXELS:
        raise Invalid("too_many_pixels", "图片尺寸超过 5000 万像素。", todo="请降低扫描分辨率后重新上传。")


def _measured(stream: BinaryIO, format_: str) -> None:
    """Asks Pillow for the header's dimensions; `open` decodes nothing for the formats we pass."""
    stream.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            size = Image.open(stream, formats=[format_]).size
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        _fits(1, MAX_PIXELS + 1)
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        KeyError,
        TypeError,
        IndexError,
        EOFError,
    ) as error:
        raise _broken("图片文件头已损坏。") from error
    else:
        _fits(*size)


def _jpeg(stream: BinaryIO, _head: bytes, tail: bytes, _size: int) -> None:
    end = tail.rfind(b"\xff\xd9")
    if end < 0:
        raise _broken()
    if tail[end + 2 :].strip(b"\0\r\n "):
        raise Invalid("appended_data", "图片后面附有其他数据，或图片不完整。", todo="请重新扫描或拍照后上传。")
    _measured(stream, "JPEG")


def _png(_stream: BinaryIO, head: bytes, tail: bytes, _size: int) -> None:
    if not tail.endswith(b"IEND\xaeB`\x82") or head[12:16] != b"IHDR":
        raise _broken()
    _fits(int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big"))


def _tiff(stream: BinaryIO, _head: bytes, _tail: bytes, _size: int) -> None:
    _measured(stream, "TIFF")


def _webp(_stream: BinaryIO, head: bytes, _tail: bytes, size: int) -> None:
    """By hand: Pillow sets up a whole canvas when it opens one."""
    declared = int.from_bytes(head[4:8], "little") + 8
    if declared > size or len(head) < 30:
        raise _broken()
    if declared + 1 < size:
        raise Invalid("appended_data", "图片后面附有其他数据。", todo="请重新扫描或拍照后上传。")
    match head[12:16]:
        case b"VP8X":
            _fits(int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1)
        case b"VP8L":
            bits = int.from_bytes(head[21:25], "little")
            _fits((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        case b"VP8 ":
            _fits(int.from_bytes(head[26:28], "little") & 0x3FFF, int.from_bytes(head[28:30], "little") & 0x3FFF)
        case _:
            raise _broken("图片文件头已损坏。")


def _heic(stream: BinaryIO, _head: bytes, _tail: bytes, size: int) -> None:
    """Boxes must fill the file exactly; every stated dimension (`ispe`) in the first megabyte must fit."""
    place = 0
    while place < size:
        stream.seek(place)
        lead = stream.read(16)
        length = int.from_bytes(lead[:4], "big")
        length = int.from_bytes(lead[8:16], "big") if length == 1 else length or size - place
        if length < 8 or place + length > size:
            raise _broken()
        place += length
    stream.seek(0)
    start = stream.read(_CHUNK)
    at = start.find(b"ispe")
    if at < 0:
        raise _broken("图片没有尺寸，文件已损坏。")
    while at >= 0:
        _fits(int.from_bytes(start[at + 8 : at + 12], "big"), int.from_bytes(start[at + 12 : at + 16], "big"))
        at = start.find(b"ispe", at + 4)


def _pdf(stream: BinaryIO, _head: bytes, tail: bytes, _size: int) -> None:
    if b"%%EOF" not in tail[-1024:] or b"startxref" not in tail[-2048:]:
        raise _broken()
    stream.seek(0)
    kept = b""
    while chunk := stream.read(_CHUNK):
        window = kept + chunk
        for mark, code, says in _PDF_REFUSED:
            if mark in window:
                raise Invalid(code, says, todo="请另存为不带密码、不带附件的 PDF，或改传扫描图片。")
        kept = window[-16:]
