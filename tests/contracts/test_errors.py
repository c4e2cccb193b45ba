"""docs/errors.md names every code that the source can raise, with its package, and no other."""

import ast

import pytest
from tests.contracts.codes import Found, Giver, Site, calls, raised, resolve
from tests.contracts.source import document, table_rows


def documented() -> dict[str, set[str]]:
    rows = [row for row in table_rows(document("errors.md")) if row[0].startswith("`")]
    codes = [row[0].strip("`") for row in rows]
    assert len(codes) == len(set(codes)), "a code stands twice"
    assert all(len(row) == 3 and row[1].endswith("。") for row in rows)
    return {code: set(row[2].split("、")) for code, row in zip(codes, rows, strict=True)}


def in_source() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in raised():
        found.setdefault(one.code, set()).add(one.package)
    return found


def test_every_code_is_documented_and_every_documented_code_exists() -> None:
    source, page = in_source(), documented()
    assert len(source) > 100
    assert sorted(set(source) - set(page)) == [], "not in docs/errors.md"
    assert sorted(set(page) - set(source)) == [], "documented, but nothing raises it"


def test_the_packages_named_do_raise_it() -> None:
    source, page = in_source(), documented()
    assert {code: sorted(page[code] - source[code]) for code in page if page[code] - source.get(code, set())} == {}


def test_a_code_handed_on_is_followed() -> None:
    """The reader itself: a literal, a choice of two, a parameter, a lead before a parameter, a table."""
    module = ast.parse(TEXT)
    found = {one for call, site in calls(module, Site("p", module)) for one in resolve(call.args[0], site, "{}")}
    assert found == {
        Giver("p", "refuse", 0, "code", "{}"),
        Giver("p", "need", 1, "field", "no_{}"),
        *(Found("p", code) for code in "abcd"),
    }


TEXT = """
TABLE = ((1, "c"), (2, "d"))
def refuse(code, says): raise Invalid(code, says)
def need(text, field): raise Refused(f"no_{field}", "x")
def literal(): raise Refused("a" if text else "b", "x")
def walk():
    for number, code in TABLE: raise Refused(code, "x")
"""


def test_a_code_that_cannot_be_read_is_said() -> None:
    module = ast.parse("Refused(codes[0], 'x')")
    [(call, site)] = calls(module, Site("p", module))
    with pytest.raises(AssertionError, match="cannot be read"):
        list(resolve(call.args[0], site, "{}"))
