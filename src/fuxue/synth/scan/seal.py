"""Seals: a ring with a star and the organ's name along it, an oval, a rectangle. Masks in which 255 is full ink."""

import math
from functools import lru_cache
from typing import Literal

from PIL import Image, ImageChops, ImageDraw

from fuxue.synth.chance import chance
from fuxue.synth.scan.ink import font

Shape = Literal["round", "oval", "box"]
_SIDE = 500  # drawn at twice the size, so that the ring is smooth


@lru_cache(maxsize=256)
def seal(name: str, shape: Shape = "round", line: str = "") -> Image.Image:
    """The imprint of the organ `name`; `line` stands below the star (户口专用章) or in the middle of an oval."""
    drawn = {"round": _round, "oval": _oval, "box": _box}[shape](name, line)
    worn = ImageChops.multiply(drawn, _wear(name, drawn.size))
    turned = worn.rotate(chance("seal", name).uniform(-14, 14), Image.Resampling.BILINEAR, expand=True)
    return turned.resize((turned.width // 2, turned.height // 2), Image.Resampling.BOX)


def _round(name: str, line: str) -> Image.Image:
    mask = Image.new("L", (_SIDE, _SIDE), 0)
    draw = ImageDraw.Draw(mask)
    draw.ellipse((8, 8, _SIDE - 8, _SIDE - 8), outline=255, width=14)
    draw.polygon(_star(_SIDE / 2, _SIDE / 2 - (10 if line else 0), 74), fill=255)
    _along_ring(mask, name, radius=190, size=58 if len(name) <= 14 else 46)
    if line:
        draw.text((_SIDE / 2, _SIDE * 0.74), line, font=font(44), fill=255, anchor="mm")
    return mask


def _oval(name: str, line: str) -> Image.Image:
    mask = Image.new("L", (_SIDE, 360), 0)
    draw = ImageDraw.Draw(mask)
    draw.ellipse((8, 8, _SIDE - 8, 352), outline=255, width=10)
    draw.text((_SIDE / 2, 130), name[:10], font=font(40 if len(name) <= 10 else 34), fill=255, anchor="mm")
    draw.text((_SIDE / 2, 190), name[10:] or "★", font=font(34), fill=255, anchor="mm")
    draw.text((_SIDE / 2, 250), line or "专用章", font=font(42), fill=255, anchor="mm")
    return mask


def _box(name: str, line: str) -> Image.Image:
    mask = Image.new("L", (_SIDE, 200), 0)
    draw = ImageDraw.Draw(mask)
    draw.rectangle((6, 6, _SIDE - 6, 194), outline=255, width=9)
    size = min(52, (_SIDE - 40) // max(1, len(name)))
    draw.text((_SIDE / 2, 70), name, font=font(size), fill=255, anchor="mm")
    draw.text((_SIDE / 2, 140), line or "业务专用章", font=font(44), fill=255, anchor="mm")
    return mask


def _star(cx: float, cy: float, radius: float) -> list[tuple[float, float]]:
    points = []
    for turn in range(10):
        reach = radius if turn % 2 == 0 else radius * 0.382
        angle = math.radians(turn * 36 - 90)
        points.append((cx + reach * math.cos(angle), cy + reach * math.sin(angle)))
    return points


def _along_ring(mask: Image.Image, name: str, *, radius: int, size: int) -> None:
    """Characters upright to the ring's middle, spread over at most 250 degrees about the top."""
    span = min(250.0, len(name) * 24.0)
    for place, character in enumerate(name):
        share = place / (len(name) - 1) if len(name) > 1 else 0.5
        degrees = -span / 2 + span * share
        side = int(size * 1.5)
        glyph = Image.new("L", (side, side), 0)
        ImageDraw.Draw(glyph).text((side / 2, side / 2), character, font=font(size), fill=255, anchor="mm")
        glyph = glyph.resize((int(side * 0.86), side)).rotate(-degrees, Image.Resampling.BILINEAR, expand=True)
        angle = math.radians(degrees - 90)
        x, y = _SIDE / 2 + radius * math.cos(angle), _SIDE / 2 + radius * math.sin(angle)
        mask.paste(255, (int(x - glyph.width / 2), int(y - glyph.height / 2)), glyph)


def _wear(name: str, size: tuple[int, int]) -> Image.Image:
    """Where the paste did not take: coarse patches and fine grain."""
    rng = chance("wear", name)
    coarse = Image.frombytes("L", (9, 9), bytes(rng.randint(120, 255) for _ in range(81)))
    grain = Image.frombytes("L", (120, 120), bytes(rng.randint(140, 255) for _ in range(14_400)))
    return ImageChops.multiply(
        coarse.resize(size, Image.Resampling.BICUBIC), grain.resize(size, Image.Resampling.NEAREST)
    )
