# ruff: noqa: E501 - the tables of places stand in rows
"""Two invented counties side by side in two invented provinces: regions with natural codes, and their schools."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["province", "city", "county", "township", "village"]


@dataclass(frozen=True, slots=True)
class Region:
    """`code` has 2, 4, 6, 9 or 12 digits; `name` is the name alone, `full` the way a paper heads it."""

    code: str
    name: str
    level: Level
    full: str

    @property
    def parent(self) -> str | None:
        """Code of the region above; None for a province."""
        cuts = {4: 2, 6: 4, 9: 6, 12: 9}
        return self.code[: cuts[len(self.code)]] if len(self.code) in cuts else None


@dataclass(frozen=True, slots=True)
class School:
    """`code` is the ten-digit 学校标识码: category (2), province (2), serial (6)."""

    code: str
    name: str
    township: str

    @property
    def category(self) -> str:
        return self.code[:2]


@dataclass(frozen=True, slots=True)
class County:
    province: Region
    city: Region
    county: Region
    townships: tuple[Region, ...]
    villages: tuple[Region, ...]
    schools: tuple[School, ...]

    @property
    def regions(self) -> tuple[Region, ...]:
        """All regions, parents before children."""
        return (self.province, self.city, self.county, *self.townships, *self.villages)

    def region(self, code: str) -> Region:
        return next(region for region in self.regions if region.code == code)

    def villages_of(self, township: str) -> tuple[Region, ...]:
        return tuple(village for village in self.villages if village.code.startswith(township))

    def schools_of(self, township: str, category: str) -> tuple[School, ...]:
        return tuple(s for s in self.schools if s.township == township and s.category == category)


PRIMARY, MIDDLE, VOCATIONAL, SPECIAL = "21", "31", "36", "51"

# suffix of the code: 001-099 sub-district, 100-199 town, 200-399 township (statistical coding rules)
_TOWNSHIPS = (
    ("001", "望禾街道"), ("100", "石崖镇"), ("101", "白龙镇"), ("102", "河湾镇"), ("103", "新桥镇"), ("104", "金沙坝镇"),
    ("200", "云顶乡"), ("201", "松林乡"), ("202", "马鹿塘乡"), ("203", "清水彝族乡"), ("204", "芦茅乡"), ("205", "大箐乡"),
)  # fmt: skip
_NEIGHBOUR_TOWNSHIPS = (("001", "槐岭街道"), ("100", "双河镇"))
_VILLAGES = (
    "石崖", "青松", "红岩", "小河", "龙潭", "大坪", "核桃树", "岩脚", "新田", "马桑", "半坡", "竹园", "水井", "梨园", "营盘",
    "瓦窑", "花椒", "麻栗", "杉树", "雀儿", "羊耳", "长冲", "黑泥", "落水", "凤凰", "团山", "老厂", "田坝", "箐口", "上寨",
)  # fmt: skip


def home_county() -> County:
    """The county of the demonstration: 12 townships, 120 villages, 40 schools."""
    return _county(
        ("53", "云岭省"),
        ("5329", "青澜市"),
        ("532999", "望禾县"),
        _TOWNSHIPS,
        villages_each=10,
        primaries_each=2,
        middles=13,
    )


def neighbour_county() -> County:
    """The county across the province's border, which must see nothing of the first: 2 townships, 8 villages."""
    return _county(
        ("51", "川原省"), ("5134", "临溪市"), ("513499", "槐岭县"), _NEIGHBOUR_TOWNSHIPS, villages_each=4, primaries_each=1,
        middles=2,
    )  # fmt: skip


def _county(
    province: tuple[str, str],
    city: tuple[str, str],
    county: tuple[str, str],
    townships: tuple[tuple[str, str], ...],
    *,
    villages_each: int,
    primaries_each: int,
    middles: int,
) -> County:
    top = Region(*province, "province", province[1])
    middle = Region(*city, "city", province[1] + city[1])
    home = Region(*county, "county", county[1])
    towns = tuple(Region(county[0] + suffix, name, "township", county[1] + name) for suffix, name in townships)
    villages = tuple(
        _village(town, index, _VILLAGES[(place * 7 + index) % len(_VILLAGES)])
        for place, town in enumerate(towns)
        for index in range(villages_each)
    )
    return County(top, middle, home, towns, villages, _schools(county, towns, primaries_each, middles))


def _village(town: Region, index: int, name: str) -> Region:
    urban = town.name.endswith("街道")
    suffix = (
        f"{1 + index:03d}" if urban else f"{200 + index:03d}"
    )  # 001- residents' committee, 200- villagers' committee
    full = f"{name}社区" if urban else f"{name}村"
    return Region(town.code + suffix, full, "village", town.name + full)


def _schools(
    county: tuple[str, str], towns: tuple[Region, ...], primaries_each: int, middles: int
) -> tuple[School, ...]:
    code, name = county
    serial = int(code[2:]) * 100 % 1_000_000  # the six digits only need to be the province's own

    def number(category: str, order: int) -> str:
        return f"{category}{code[:2]}{(serial + order) % 1_000_000:06d}"

    found: list[School] = []
    for town in towns:
        short = town.name.removesuffix("街道").removesuffix("镇").removesuffix("彝族乡").removesuffix("乡")
        labels = ("中心小学", "第二小学", "第三小学")
        found += [
            School(number(PRIMARY, len(found) + turn), f"{name}{short}{labels[turn]}", town.code)
            for turn in range(primaries_each)
        ]
    for order in range(middles):
        town = towns[order % len(towns)]
        short = town.name.removesuffix("街道").removesuffix("镇").removesuffix("彝族乡").removesuffix("乡")
        title = f"{name}{short}初级中学" if order < len(towns) else f"{name}民族中学"
        found.append(School(number(MIDDLE, len(found)), title, town.code))
    found.append(School(number(VOCATIONAL, len(found)), f"{name}职业技术学校", towns[0].code))
    if middles > len(towns):
        found.append(School(number(VOCATIONAL, len(found)), f"{name}农业职业高级中学", towns[2].code))
    found.append(School(number(SPECIAL, len(found)), f"{name}特殊教育学校", towns[0].code))
    return tuple(found)
