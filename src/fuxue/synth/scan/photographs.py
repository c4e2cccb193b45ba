"""A picture taken on the way: a house on a slope, nobody in it."""

import io

from PIL import Image, ImageDraw, ImageFilter

from fuxue.synth.chance import chance


def photograph(seed: str) -> bytes:
    """A JPEG of 1280 by 960 that shows hills and a house; equal seeds give equal bytes."""
    rng = chance("photo", seed)
    small = Image.new("RGB", (320, 240), (176 + rng.randint(0, 40), 200, 224))
    draw = ImageDraw.Draw(small)
    for depth in range(3):
        base = 90 + depth * 32
        ridge = [(x, base + rng.randint(-16, 16)) for x in range(-10, 340, 34)]
        green = (96 - depth * 18 + rng.randint(-8, 8), 128 - depth * 16, 92 - depth * 22)
        draw.polygon([(-10, 240), *ridge, (330, 240)], fill=green)
    x, y, width = rng.randint(60, 150), rng.randint(138, 158), rng.randint(90, 130)
    draw.rectangle((x, y, x + width, y + 58), fill=(208, 192, 164))
    draw.polygon([(x - 12, y), (x + width // 2, y - 32), (x + width + 12, y)], fill=(112, 66, 54))
    draw.rectangle((x + width // 2 - 9, y + 22, x + width // 2 + 9, y + 58), fill=(92, 62, 44))
    draw.rectangle((x + 12, y + 16, x + 32, y + 36), fill=(70, 84, 96))
    grain = Image.frombytes("L", (320, 240), rng.randbytes(320 * 240)).convert("RGB")
    picture = Image.blend(small.filter(ImageFilter.GaussianBlur(0.8)), grain, 0.06).resize(
        (1280, 960), Image.Resampling.BICUBIC
    )
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=70)
    return out.getvalue()
