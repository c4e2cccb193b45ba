"""What screens and logs show of a number until somebody gives a purpose."""


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
