"""Lays a paper out on its sheet: heading, words, tables, names in ink, date, seals."""

from dataclasses import asdict, dataclass
from datetime import date

from PIL import ImageDraw

from fuxue.synth.chance import chance
from fuxue.synth.scan.ink import fingerprint, font, handwriting
from fuxue.synth.scan.paper import WIDTH, Sheet, scan
from fuxue.synth.scan.seal import Shape, seal
from fuxue.synth.scan.wording import WORDINGS, Wording

KINDS = frozenset(WORDINGS)
_LEFT, _RIGHT, _BODY = 150, 1090, 32


@dataclass(frozen=True, slots=True)
class SheetText:
    """What is filled into a wording. `seals` are (organ's name, shape, line below); `signers` are names in ink."""

    name: str
    sex: str
    birth: str
    number: str
    address: str
    guardian: str
    relation: str
    county: str
    school: str
    issuer: str
    date: str
    event: str = ""
    note: str = ""
    card: str = ""
    diagnosis: str = ""
    staff: str = ""
    seals: tuple[tuple[str, Shape, str], ...] = ()
    signers: tuple[str, ...] = ()


def chinese_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def draw_sheet(kind: str, text: SheetText) -> bytes:
    """A JPEG of the paper; `kind` is one of `KINDS`. Equal arguments give equal bytes."""
    wording = WORDINGS[kind]
    sheet = Sheet()
    fields = {key: value for key, value in asdict(text).items() if isinstance(value, str)}
    pen = _Pen(sheet, fields)
    if wording.form == "card":
        pen.card(wording)
    else:
        pen.heading(wording, text.issuer)
        if wording.rows:
            pen.table(wording.rows, ruled=wording.form == "register")
        for paragraph in wording.paragraphs:
            pen.paragraph(paragraph)
    pen.ending(wording, text)
    return scan(sheet, seed=f"{kind}/{text.name}/{text.number}/{text.date}/{text.note}")


class _Pen:
    """Moves down the sheet; `y` is where the next line begins."""

    def __init__(self, sheet: Sheet, fields: dict[str, str]) -> None:
        self._sheet, self._fields, self.y = sheet, fields, 170
        self._draw: ImageDraw.ImageDraw = sheet.draw

    def _fill(self, template: str) -> str:
        return template.format_map(self._fields)

    def heading(self, wording: Wording, issuer: str) -> None:
        if wording.form == "judgement":
            self._draw.text((WIDTH / 2, self.y), issuer, font=font(46), fill=255, anchor="mm")
            self.y += 90
        title = self._fill(wording.title)
        size = 52 if len(title) <= 16 else 42
        # print twice, a pixel apart: the wheel's family has no bold
        for shift in (0, 1.2):
            self._draw.text((WIDTH / 2 + shift, self.y), title, font=font(size), fill=255, anchor="mm")
        self.y += 60
        if wording.form == "register":
            self._draw.line((_LEFT, self.y, _RIGHT, self.y), fill=200, width=5)
        serial = f"编号：{chance(self._fields['number'], wording.title).randint(1000, 99999):05d}"
        self._draw.text((_RIGHT, self.y + 26), serial, font=font(24), fill=220, anchor="rm")
        self.y += 70

    def paragraph(self, template: str) -> None:
        text = self._fill(template)
        if not text:
            return
        per_line = (_RIGHT - _LEFT) // _BODY
        addressed = text.endswith("：") and len(text) < 24
        text = text if addressed else "　　" + text
        while text:
            line, text = _cut(text, per_line)
            self._draw.text((_LEFT, self.y), line, font=font(_BODY), fill=255)
            self.y += 56
        self.y += 8

    def table(self, rows: tuple[tuple[str, str], ...], *, ruled: bool) -> None:
        top, height, middle = self.y, 74, _LEFT + 230
        for label, value in rows:
            self._draw.line((_LEFT, self.y, _RIGHT, self.y), fill=230, width=2)
            self._draw.text((_LEFT + 20, self.y + 37), label, font=font(30), fill=255, anchor="lm")
            filled = self._fill(value)
            size = 32 if len(filled) <= 24 else 26
            self._draw.text((middle + 20, self.y + 37), filled, font=font(size), fill=255, anchor="lm")
            self.y += height
        self._draw.rectangle((_LEFT, top, _RIGHT, self.y), outline=240, width=3 if ruled else 2)
        self._draw.line((middle, top, middle, self.y), fill=230, width=2)
        self.y += 36

    def card(self, wording: Wording) -> None:
        self._draw.rounded_rectangle((190, 220, 1050, 800), 30, outline=220, width=4)
        self._draw.text((WIDTH / 2, 290), wording.title, font=font(44), fill=255, anchor="mm")
        self._draw.rectangle((800, 370, 1000, 640), outline=160, width=2)
        self._draw.ellipse((858, 410, 942, 500), fill=120)
        self._draw.pieslice((825, 510, 975, 740), 180, 360, fill=120)
        for row, (label, value) in enumerate(wording.rows):
            line = f"{label}：{self._fill(value)}"
            self._draw.text((240, 380 + row * 74), line, font=font(32 if row != 2 else 28), fill=255, anchor="lm")
        self.y = 700

    def ending(self, wording: Wording, text: SheetText) -> None:
        y = self.y + 50
        if text.signers:
            self._draw.text((_LEFT, y + 40), f"{wording.signs or '签字'}：", font=font(30), fill=255, anchor="lm")
            x = _LEFT + 40 + 32 * len(wording.signs or "签字")
            for place, name in enumerate(text.signers):
                hand = handwriting(name, hand=len(name) + sum(map(ord, name)) % 7)
                if x + hand.width > _RIGHT:
                    x, y = _LEFT + 60, y + 100
                self._sheet.pen.append((hand, (x, y - 8)))
                if wording.thumb and place == 0:
                    self._sheet.red.append((fingerprint(sum(map(ord, name)) % 8), (x + hand.width - 70, y - 20)))
                x += hand.width + 10
        y += 130
        self._draw.text((_RIGHT, y), text.issuer, font=font(_BODY), fill=255, anchor="rm")
        self._draw.text((_RIGHT - 20, y + 56), text.date, font=font(_BODY), fill=255, anchor="rm")
        x = _RIGHT - 320
        for place, (name, shape, line) in enumerate(text.seals):
            imprint = seal(name, shape, line)
            self._sheet.red.append((imprint, (x - place % 4 * 255, y - 120 + place // 4 * 200)))


def _cut(text: str, width: int) -> tuple[str, str]:
    """The next line of at most `width` characters; punctuation does not begin a line, digits count half."""
    used, place = 0.0, 0
    while place < len(text) and used < width:
        used += 0.56 if text[place].isascii() else 1.0
        place += 1
    while place < len(text) and text[place] in "，。；：、）”":
        place += 1
    return text[:place], text[place:]
