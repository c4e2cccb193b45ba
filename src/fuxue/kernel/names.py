"""Names of persons: one spelling for comparing and storing, and pinyin initials for searching."""

import re
import unicodedata
from functools import lru_cache

# Every dot that people type between the parts of a name becomes this one.
MIDDLE_DOT = "·"
_DOTS = dict.fromkeys(map(ord, "•‧∙⋅・･●．.᛫⸱﹒‐。\u0387\u2024"), MIDDLE_DOT)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))

_PIECES = re.compile(r"[A-Za-z0-9]+|[^\x00-\x7f]+")

# Surnames whose reading as a surname differs from the usual reading of the character.
_SURNAME_INITIALS = {
    "曾": "z", "单": "s", "解": "x", "仇": "q", "朴": "p", "查": "z", "区": "o", "盖": "g", "翟": "z", "缪": "m",
    "尉迟": "yc", "万俟": "mq", "长孙": "zs", "种": "c", "重": "c", "乐": "y", "覃": "q", "召": "s", "石": "s",
    "沈": "s", "洗": "x", "冼": "x", "那": "n", "哈": "h", "折": "s", "员": "y", "贠": "y", "祭": "z", "繁": "p",
    "盛": "s", "能": "n", "都": "d", "任": "r", "宓": "m", "黑": "h", "秘": "b", "藏": "z", "燕": "y", "晟": "c",
    "尹": "y", "隗": "w", "叶": "y", "夏侯": "xh", "澹台": "tt", "宿": "s", "车": "c", "句": "g", "佴": "n",
}  # fmt: skip


def normalise(name: str) -> str:
    """NFKC, every middle dot as ·, blanks and invisible characters dropped."""
    text, before = name, ""
    while text != before:  # dropping a sign can bring two others together that are one character
        before = text
        plain = unicodedata.normalize("NFKC", text.translate(_DOTS)).translate(_INVISIBLE).translate(_DOTS)
        text = "".join(plain.split()).strip(MIDDLE_DOT)
    return text


@lru_cache(maxsize=65536)
def initials(name: str) -> str:
    """Pinyin initials in lower case, the surname by its reading as a surname. Letters stay, other signs are dropped."""
    plain = normalise(name).replace(MIDDLE_DOT, "")
    lead = next((key for key in sorted(_SURNAME_INITIALS, key=len, reverse=True) if plain.startswith(key)), "")
    rest = plain[len(lead) :]
    tail = "".join(_letters(piece) for piece in _PIECES.findall(rest))
    return (_SURNAME_INITIALS.get(lead, "") + tail).lower()


def _letters(piece: str) -> str:
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415  # slow to load, and only searching needs it

    if piece.isascii():
        return piece
    return "".join(reading[:1] for reading in lazy_pinyin(piece, style=Style.NORMAL, errors="ignore"))
