"""Suspected lists of the small county in `tests.web.county`, as a school might type them."""

from pathlib import Path

from tests.registers.files import xlsx

from fuxue.kernel import identity

HEADINGS: list[object] = ["序号", "学生姓名", "性别", "身份证号码", "乡镇", "村", "联系电话", "班主任"]
SURNAMES = "赵钱孙李周吴郑王冯陈"


def number(serial: int, county: str = "532999") -> str:
    """A different child for every serial up to 300,000."""
    first17 = f"{county}{2010 + serial // 28_000:04d}{1 + serial // 2_800 % 10:02d}{1 + serial // 100 % 28:02d}"
    first17 += f"{1 + serial % 100:03d}"
    return first17 + identity.check_digit(first17)


def line(serial: int, **changes: object) -> list[object]:
    name = f"{SURNAMES[serial % 10]}小{chr(0x4E00 + serial % 5000)}"
    values = [serial, name, "", number(serial), "本石崖乡", "本石崖村", "13800001234", "王老师"]
    row = dict(zip(map(str, HEADINGS), values, strict=True)) | changes
    return [row[str(heading)] for heading in HEADINGS]


def write(path: Path, lines: list[list[object]]) -> Path:
    return xlsx(path, [HEADINGS, *lines], title=["疑似失学辍学名单（2026 年秋季）"])
