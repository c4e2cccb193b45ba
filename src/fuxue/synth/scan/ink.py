"""What a pen and a thumb leave: names in a hand, fingerprints. Masks in which 255 is full ink."""

import math
from functools import lru_cache
from importlib import resources
from random import Random

from PIL import Image, ImageDraw, ImageFont

from fuxue.synth.chance import chance

_SIMPLIFIED_CHINESE = 2  # place of the family in the collection


@lru_cache(maxsize=64)
def font(size: int) -> ImageFont.FreeTypeFont:
    """The wheel's Noto Sans CJK SC at `size` pixels."""
    path = resources.files("noto_cjk_sans_otc").joinpath("NotoSansCJK-Regular.ttc")
    return ImageFont.truetype(str(path), size, index=_SIMPLIFIED_CHINESE, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=512)
def handwriting(text: str, size: int = 54, *, hand: int = 0) -> Image.Image:
    """`text` as somebody writes it in a hurry; the same text in the same `hand` is the same picture."""
    rng = chance("hand", hand, text)
    width = int(size * (len(text) + 0.8))
    mask = Image.new("L", (width, int(size * 1.7)), 0)
    x = size * 0.2
    for character in text:
        glyph = _written(character, size, rng)
        mask.paste(255, (int(x), int(size * 0.15 + rng.uniform(-0.12, 0.12) * size)), glyph)
        x += size * rng.uniform(0.74, 0.92)
    return mask


def _written(character: str, size: int, rng: Random) -> Image.Image:
    """One character, leaned and bent on a grid of four, as a wrist bends it."""
    grown = int(size * rng.uniform(0.9, 1.12))
    side = int(size * 1.5)
    plain = Image.new("L", (side, side), 0)
    ImageDraw.Draw(plain).text((size * 0.15, -size * 0.05), character, font=font(grown), fill=255)
    lean = rng.uniform(0.12, 0.3)
    half = side // 2
    bend = [rng.uniform(-0.09, 0.09) * size for _ in range(8)]
    middle = (half + bend[0], half + bend[1])
    left, right = (bend[2], half), (side + bend[3], half)
    top, bottom = (half + bend[4], 0), (half + bend[5], side)
    corners = {"nw": (-lean * size, 0), "ne": (side - lean * size, 0), "sw": (lean * size, side), "se": (side, side)}
    mesh = [
        ((0, 0, half, half), (*corners["nw"], *left, *middle, *top)),
        ((half, 0, side, half), (*top, *middle, *right, *corners["ne"])),
        ((0, half, half, side), (*left, *corners["sw"], *bottom, *middle)),
        ((half, half, side, side), (*middle, *bottom, *corners["se"], *right)),
    ]
    return plain.transform((side, side), Image.Transform.MESH, mesh, Image.Resampling.BILINEAR)


@lru_cache(maxsize=8)
def fingerprint(variant: int) -> Image.Image:
    """A thumb pressed into red paste: whorls in an oval, worn at the edge."""
    rng = chance("thumb", variant)
    mask = Image.new("L", (92, 120), 0)
    draw = ImageDraw.Draw(mask)
    cx, cy = 46 + rng.uniform(-6, 6), 64 + rng.uniform(-8, 8)
    for ring in range(3, 60, 6):
        points = []
        for step in range(0, 361, 12):
            angle = math.radians(step)
            wobble = 1 + 0.07 * math.sin(3 * angle + variant) + rng.uniform(-0.02, 0.02)
            points.append((cx + ring * 0.74 * wobble * math.cos(angle), cy + ring * wobble * math.sin(angle)))
        draw.line(points, fill=rng.randint(150, 230), width=3)
    edge = Image.new("L", mask.size, 0)
    ImageDraw.Draw(edge).ellipse((4, 4, 88, 116), fill=255)
    return Image.composite(mask, Image.new("L", mask.size, 0), edge)
