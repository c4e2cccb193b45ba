"""Pictures of synthetic papers that look scanned: typed text, ink, red seals, paper that is not quite flat."""

from fuxue.synth.scan.layouts import KINDS, SheetText, draw_sheet
from fuxue.synth.scan.photographs import photograph

__all__ = ["KINDS", "SheetText", "draw_sheet", "photograph"]
