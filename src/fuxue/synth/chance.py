"""One source of chance: a generator per purpose, seeded by names, so that adding one draw does not move the others."""

import random


def chance(*parts: object) -> random.Random:
    """A generator that depends on `parts` only (their text), not on the process or the clock."""
    return random.Random("/".join(str(part) for part in parts))  # noqa: S311 - nothing secret hangs on it
