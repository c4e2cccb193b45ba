"""The pieces by which a case can be found: of the name, its pinyin initials, its number, the identity number. Pure."""

from fuxue.kernel import names

LONGEST_PIECE = 4
LAST_DIGITS = 4
MAX_TOKEN = 60


def tokens(name: str, number: str, id_number: str) -> frozenset[str]:
    """Equality finds them, so every way of typing a part is a token of its own. All in lower case."""
    found = {number, number.rsplit("-", 1)[-1].lstrip("0"), *name_tokens(name)}
    if id_number:
        found.add(id_number[-LAST_DIGITS:].lower())
    return frozenset(token[:MAX_TOKEN] for token in found if token)


def name_tokens(name: str) -> set[str]:
    plain = names.normalise(name).lower()
    if not plain:
        return set()
    bare = plain.replace(names.MIDDLE_DOT, "")
    letters = names.initials(name)
    return {plain, plain[0], bare, *_pieces(plain), *_pieces(bare), letters, *_heads(letters)}


def _pieces(text: str) -> set[str]:
    return {text[at : at + size] for size in range(2, LONGEST_PIECE + 1) for at in range(len(text) - size + 1)}


def _heads(letters: str) -> set[str]:
    """Typing initials narrows down from the surname on."""
    return {letters[:size] for size in range(2, len(letters))}
