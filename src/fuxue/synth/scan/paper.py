"""The sheet itself and the machine that scans it: grain, shadow at the fold, a slight turn, JPEG."""

import io
import math
from dataclasses import dataclass, field
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from fuxue.synth.chance import chance

WIDTH, HEIGHT = 1240, 1754  # A4 at 150 dots per inch
_TONES = ((250, 249, 245), (246, 244, 236), (243, 243, 242), (248, 244, 232), (240, 240, 236), (249, 247, 241))
_QUALITY = 58


@dataclass(slots=True)
class Sheet:
    """Ink by colour, laid on before the scan: black print, blue-black pen, red seals."""

    black: Image.Image = field(default_factory=lambda: Image.new("L", (WIDTH, HEIGHT), 0))
    pen: list[tuple[Image.Image, tuple[int, int]]] = field(default_factory=list)
    red: list[tuple[Image.Image, tuple[int, int]]] = field(default_factory=list)

    @property
    def draw(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.black)


@lru_cache(maxsize=len(_TONES))
def blank(variant: int) -> Image.Image:
    """An empty scanned sheet: tone, grain, a darker edge on one side, a fold across."""
    rng = chance("paper", variant)
    grain = Image.frombytes("L", (310, 439), bytes(240 + byte % 15 for byte in rng.randbytes(310 * 439)))
    grain = grain.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)
    shade = Image.new("L", (32, 45))
    edge, fold = rng.choice((0, 31)), rng.randint(14, 30)
    shade.putdata(
        [
            int(255 - 26 * math.exp(-abs(x - edge) / 3.0) - 9 * math.exp(-abs(y - fold) * 2.0) - rng.uniform(0, 2))
            for y in range(45)
            for x in range(32)
        ]
    )
    light = ImageChops.multiply(grain, shade.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC))
    tone = Image.new("RGB", (WIDTH, HEIGHT), _TONES[variant % len(_TONES)])
    return ImageChops.multiply(tone, Image.merge("RGB", (light, light, light)))


def scan(sheet: Sheet, *, seed: str) -> bytes:
    """The JPEG that the machine at the township makes of `sheet`; equal arguments give equal bytes."""
    rng = chance("scan", seed)
    page = blank(rng.randrange(len(_TONES))).copy()
    angle = rng.uniform(-0.9, 0.9)
    turned = sheet.black.rotate(angle, Image.Resampling.BILINEAR)
    strength = rng.randint(200, 235)
    page.paste((34, 34, 38), (0, 0), turned.point([value * strength // 255 for value in range(256)]))
    pen = rng.choice(((28, 38, 92), (30, 30, 36), (22, 44, 120)))
    for mask, place in sheet.pen:
        page.paste(pen, _turn(place, angle), mask)
    for mask, place in sheet.red:
        page.paste((196, 32, 38), _turn(place, angle), mask.point([value * 205 // 255 for value in range(256)]))
    if rng.random() < 0.3:
        page = page.filter(ImageFilter.BoxBlur(0.6))
    out = io.BytesIO()
    page.save(out, "JPEG", quality=_QUALITY, dpi=(150, 150))
    return out.getvalue()


def _turn(place: tuple[int, int], degrees: float) -> tuple[int, int]:
    """Where a mark at `place` goes when the sheet lies a little askew."""
    angle = math.radians(-degrees)
    x, y = place[0] - WIDTH / 2, place[1] - HEIGHT / 2
    return (
        int(x * math.cos(angle) - y * math.sin(angle) + WIDTH / 2),
        int(x * math.sin(angle) + y * math.cos(angle) + HEIGHT / 2),
    )
