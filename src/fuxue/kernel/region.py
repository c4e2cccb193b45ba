"""Region codes (统计用区划代码) by natural length: province 2, city 4, county 6, township 9, village 12 digits."""

from typing import Literal

from fuxue.kernel.errors import Invalid

Level = Literal["province", "city", "county", "township", "village"]

LENGTHS: dict[int, Level] = {2: "province", 4: "city", 6: "county", 9: "township", 12: "village"}
LEVEL_TERMS: dict[Level, str] = {
    "province": "省",
    "city": "市",
    "county": "县（市、区）",
    "township": "乡镇（街道）",
    "village": "村（社区）",
}


def level(code: str) -> Level:
    """Raises `Invalid` (`region_code`) when the code is not 2, 4, 6, 9 or 12 ASCII digits."""
    if not (code.isascii() and code.isdigit()) or len(code) not in LENGTHS:
        raise Invalid("region_code", f"“{code}”不是行政区划代码，应为 2、4、6、9 或 12 位数字。")
    return LENGTHS[len(code)]


def ancestors(code: str) -> tuple[str, ...]:
    """The codes above, from the province down; nothing for a province."""
    level(code)
    return tuple(code[:length] for length in LENGTHS if length < len(code))


def parent(code: str) -> str | None:
    above = ancestors(code)
    return above[-1] if above else None


def is_within(code: str, region: str) -> bool:
    """Whether `code` is `region` or lies in it; every code lies in the empty region, the whole country."""
    return not region or (code.startswith(region) and len(region) in LENGTHS)
