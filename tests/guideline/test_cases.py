"""One readable file per case in `cases/<procedure>/`: a whole case file, and what must come out of it."""

from pathlib import Path
from typing import Any

import pytest

from fuxue.guideline import Profile, RuleBook, assess, load_rules, parse_case_file
from fuxue.guideline.assessment import Assessment
from fuxue.guideline.reader import read
from fuxue.kernel.truth import Truth

FOLDER = Path(__file__).parent / "cases"
FILES = sorted(FOLDER.glob("*/*.yaml"))
BOOK = RuleBook(load_rules(), Profile.default())
KEYS = {
    *(
        "procedure",
        "applies",
        "ready",
        "outcome",
        "until",
        "refuted",
        "missing",
        "kinds",
        "words",
        "words_in_conditions",
    ),
    *("follow_ups", "warnings", "next"),
}


@pytest.mark.parametrize("path", FILES, ids=[f"{path.parent.name}-{path.stem}" for path in FILES])
def test_case(path: Path) -> None:
    document = read(path).value
    expect = document["expect"]
    assert set(expect) <= KEYS
    given = assess(parse_case_file(document["case"]), BOOK)
    assert given.procedure == expect.get("procedure", path.parent.name)
    plain = {"ready": given.ready, "outcome": given.outcome, "until": given.until, "applies": str(given.applies)}
    for key, value in plain.items():
        wanted = expect.get(key)
        assert key not in expect or value == wanted, (key, given)
    _lists(given, expect)


def _lists(given: Assessment, expect: dict[str, Any]) -> None:
    if "missing" in expect:
        assert sorted(one.what for one in given.missing) == sorted(expect["missing"]), given.missing
    refuted = {one.id for one in given.conditions if one.holds is Truth.NO}
    assert set(expect.get("refuted", refuted)) == refuted
    assert set(expect.get("kinds", ())) <= {kind for one in given.missing for kind in one.kinds}
    sentences = [one.says for one in given.missing]
    sentences += [one.says for one in given.conditions if one.holds is not Truth.YES]
    said = "".join(sentences)
    assert all(word in said for word in (*expect.get("words", ()), *expect.get("words_in_conditions", ()))), said
    assert set(expect.get("follow_ups", ())) <= {one.id for one in given.follow_ups}
    assert set(expect.get("warnings", ())) <= {one.id for one in given.warnings}
    assert set(expect.get("next", ())) <= {one.step for one in given.next}


def test_six_cases_at_least_for_every_procedure() -> None:
    for procedure in BOOK.all_procedures:
        assert len(list((FOLDER / procedure).glob("*.yaml"))) >= 6, procedure
