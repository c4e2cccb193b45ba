"""Villages and schools of the importer's county, found by code or by name. Pure: built from plain rows."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from fuxue.kernel.errors import Invalid, Where
from fuxue.kernel.region import is_within

_TAILS = ("村民委员会", "居民委员会", "村委会", "居委会", "社区居委会", "街道办事处", "社区", "村", "街道", "镇", "乡")


def _key(name: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", name).split())
    for tail in _TAILS:
        if plain.endswith(tail) and len(plain) > len(tail):
            return plain.removesuffix(tail)
    return plain


@dataclass(frozen=True, slots=True)
class Place:
    code: str
    name: str


class Places:
    """`scope` is the importer's region ("" for the whole country); outside of it and unknown are told apart."""

    def __init__(self, regions: Iterable[Place], schools: Iterable[Place], scope: str) -> None:
        self._scope = scope
        self._villages: dict[str, str] = {}
        self._townships: dict[str, str] = {}
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for place in regions:
            if len(place.code) == 12:
                self._villages[place.code] = place.name
                self._by_name[_key(place.name)].append(place.code)
            elif len(place.code) == 9:
                self._townships[place.code] = place.name
        self._schools: dict[str, list[str]] = defaultdict(list)
        self._school_codes: set[str] = set()
        for school in schools:
            self._school_codes.add(school.code)
            self._schools["".join(school.name.split())].append(school.code)

    def village(self, *, code: str, township: str, village: str, address: str) -> str:
        """Twelve digits. Raises Invalid: region_code, region_outside, region_unknown, region_ambiguous."""
        digits = next((text for text in (code, village, address) if text.isascii() and text.isdigit()), "")
        if digits:
            return self._by_code(digits)
        if village or code:
            return self._by_names(township, village or code)
        return self._by_address(address)

    def _by_code(self, code: str) -> str:
        where = Where(column="户籍地行政区划代码", value=code)
        if len(code) != 12:
            raise Invalid("region_code", f"户籍地代码应为 12 位（到村），现有 {len(code)} 位。", where)
        if not is_within(code, self._scope):
            raise Invalid("region_outside", "户籍地不在您的辖区。", where, todo="请交由户籍地所在县（乡）导入。")
        if code not in self._villages:
            raise Invalid("region_unknown", "户籍地代码在区划表里查不到。", where, todo="请核对，撤并的村请用新代码。")
        return code

    def _by_names(self, township: str, village: str) -> str:
        where = Where(column="村（社区）", value=village)
        found = self._by_name.get(_key(village), [])
        if township:
            key = _key(township)
            found = [code for code in found if _key(self._townships.get(code[:9], "")) == key]
        if not found and not township:
            return self._by_address(village)
        return self._one(found, where, village)

    def _by_address(self, address: str) -> str:
        """A whole address: the village whose name and township's name both stand in it, the longest name winning."""
        plain = "".join(unicodedata.normalize("NFKC", address).split())
        where = Where(column="户籍地", value=address)
        hits = [code for code, name in self._villages.items() if name in plain]
        with_township = [code for code in hits if self._townships.get(code[:9], "\0") in plain]
        hits = with_township or hits
        longest = max((len(self._villages[code]) for code in hits), default=0)
        return self._one([code for code in hits if len(self._villages[code]) == longest], where, address)

    def _one(self, found: list[str], where: Where, words: str) -> str:
        if not found:
            raise Invalid(
                "region_unknown", "在您的辖区内找不到这个村（社区）。", where, todo="请核对村名，或改填 12 位代码。"
            )
        if len(found) > 1:
            towns = "、".join(dict.fromkeys(self._townships.get(code[:9], code[:9]) for code in found[:6]))
            raise Invalid(
                "region_ambiguous",
                f"有 {len(found)} 个同名的村（社区），分别在{towns}。",
                where,
                todo="请写明乡镇，或改填 12 位代码。",
            )
        return found[0]

    def school(self, text: str) -> str:
        """The code of a school given by code or name. Raises Invalid: school_unknown, school_ambiguous.

        A well-formed code that is not in the county is accepted: the record may be held elsewhere.
        """
        where = Where(column="原就读学校", value=text)
        plain = "".join(unicodedata.normalize("NFKC", text).split())
        if plain.isascii() and plain.isalnum():
            if len(plain) == 10:
                return plain.upper()
            raise Invalid("school_code", f"学校标识码应为 10 位，现有 {len(plain)} 位。", where)
        found = self._schools.get(plain, [])
        if len(found) > 1:
            raise Invalid("school_ambiguous", "有几所同名的学校。", where, todo="请改填 10 位学校标识码。")
        if not found:
            raise Invalid("school_unknown", "找不到这所学校。", where, todo="请核对校名，或改填 10 位学校标识码。")
        return found[0]
