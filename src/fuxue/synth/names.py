"""Names as a county of several nationalities has them, rare characters and middle dots among them."""

from dataclasses import dataclass
from random import Random

from fuxue.synth.numbers import Sex

HAN = "汉族"
PEOPLES: tuple[tuple[str, int], ...] = (
    (HAN, 46), ("彝族", 22), ("白族", 9), ("傣族", 8), ("苗族", 6), ("藏族", 5), ("回族", 2), ("维吾尔族", 2),
)  # fmt: skip

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕单仇解查盖尉覃"
_MALE = "浩轩宇泽俊杰子豪博文天佑家明志强国栋建华思远一鸣晨阳嘉诚鹏飞文斌海涛云龙成林永康世杰"
_FEMALE = "欣怡雨桐梓涵诗琪佳慧秀英小禾晓燕思颖美玲雪梅春花丽娟雅静月华紫萱婉婷玉兰冬梅艳芳"
_RARE = ("㛃", "䶮", "𬱖", "堃", "喆", "犇", "昇", "旻", "淏", "翀", "劼", "珺", "祎", "偲", "玥")

_YI_CLANS = ("阿木", "吉克", "拉马", "阿牛", "沙马", "吉木", "海来", "阿约", "曲比", "勒伍", "俄木", "的日", "莫色")
_YI_MALE = ("拉者", "木呷", "石布", "约布", "尔古", "伍各", "日哈", "阿且", "史体", "尔且", "小龙")
_YI_FEMALE = ("阿果", "阿依", "阿呷", "么牛", "伍妞", "尔洗", "子牛", "小英", "秀花", "史外")
_DAI_MALE = ("岩温", "岩罕", "岩应", "岩叫", "岩保", "刀志明", "刀建国", "岩三", "岩龙")
_DAI_FEMALE = ("玉香", "玉罕", "玉应", "玉波", "玉儿", "刀美兰", "玉叫", "玉康")
_TIBETAN = ("扎西", "多吉", "次仁", "丹增", "平措", "格桑", "洛桑", "达瓦")
_TIBETAN_MALE = ("顿珠", "旺堆", "罗布", "江措", "贡布")
_TIBETAN_FEMALE = ("卓玛", "拉姆", "央金", "曲珍", "白珍")
_UYGHUR_MALE = ("买买提", "艾力", "阿迪力", "吐尔逊", "玉素甫", "库尔班")
_UYGHUR_FEMALE = ("阿依古丽", "古丽娜尔", "热依汗", "帕提古丽", "麦热姆")


@dataclass(frozen=True, slots=True)
class Family:
    """A household's naming: `clan` is what siblings share, empty where the people have no family name."""

    people: str
    clan: str
    father: str
    mother: str


def family(rng: Random) -> Family:
    """A household; mother and father are of one people and, where there are family names, of two."""
    people = rng.choices([name for name, _ in PEOPLES], [weight for _, weight in PEOPLES])[0]
    his, hers = _clan(rng, people), _clan(rng, people)
    father = given(rng, Family(people, his, "", ""), "male")
    mother = given(rng, Family(people, hers, "", ""), "female")
    return Family(people, his, father, mother)


def _clan(rng: Random, people: str) -> str:
    pools = {"彝族": _YI_CLANS, "傣族": ("",), "藏族": ("",), "维吾尔族": _UYGHUR_MALE}
    return rng.choice(pools.get(people, tuple(_SURNAMES)))


def given(rng: Random, house: Family, sex: Sex) -> str:
    """A full name for a member of `house`."""
    male = sex == "male"
    match house.people:
        case "彝族":
            return house.clan + rng.choice(_YI_MALE if male else _YI_FEMALE)
        case "傣族":
            return rng.choice(_DAI_MALE if male else _DAI_FEMALE)
        case "藏族":
            return rng.choice(_TIBETAN) + rng.choice(_TIBETAN_MALE if male else _TIBETAN_FEMALE)
        case "维吾尔族":
            return f"{rng.choice(_UYGHUR_MALE if male else _UYGHUR_FEMALE)}·{house.clan}"
    pool = _MALE if male else _FEMALE
    first = rng.choice(_RARE) if rng.random() < 0.06 else rng.choice(pool)
    return house.clan + first + (rng.choice(pool) if rng.random() < 0.7 else "")


def adult(rng: Random) -> str:
    """A grown-up at work: a plain Han or Yi name."""
    house = (
        Family("彝族", rng.choice(_YI_CLANS), "", "")
        if rng.random() < 0.2
        else Family(HAN, rng.choice(_SURNAMES), "", "")
    )
    return given(rng, house, "male" if rng.random() < 0.55 else "female")
