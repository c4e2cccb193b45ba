"""What screens and logs show of a number until somebody gives a purpose."""

import re


def identity_number(text: str | None) -> str:
    """First six and last four; anything too short to leave something hidden is hidden whole."""
    if not text:
        return ""
    return f"{text[:6]}********{text[-4:]}" if len(text) >= 15 else "*" * len(text)


def phone(text: str | None) -> str:
    """138****1234."""
    if not text:
        return ""
    return f"{text[:3]}****{text[-4:]}" if len(text) >= 10 else "*" * len(text)


_NUMBERS = re.compile(r"(?<![0-9])(?:[0-9]{17}[0-9Xx]|[0-9]{15}|1[0-9]{10})(?![0-9])")


def in_text(text: str) -> str:
    """The same text with every identity and telephone number in it masked, for words that people typed."""
    return _NUMBERS.sub(lambda found: phone(found[0]) if len(found[0]) == 11 else identity_number(found[0]), text)
