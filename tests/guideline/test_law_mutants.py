"""From a complete case take away one thing at a time: it is no longer ready, and a message names what was taken.

Each paper, seal, signature, date, visit, visiting staff's signature, consent and fact of every `complete` file.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from tests.guideline.law_files import CompleteFile, answer, changed, complete_files, described, paths, sentences

from fuxue.guideline import FACTS, MATERIALS
from fuxue.guideline.facts import CHILD_TERMS
from fuxue.kernel.vocabulary import ORGAN_TERMS, Organ

RELATIONS = {"guardian": "监护人", "child": "本人"}
COMPLETE = [(path.stem, one) for path in paths() for one in complete_files(path)]


@dataclass(frozen=True)
class Mutant:
    taken: str
    file: dict[str, Any]
    names: tuple[str, ...]  # every one of these words stands in one and the same sentence


def _papers(file: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any], tuple[str, ...]]]:
    for paper in file.get("materials", ()):
        path, term = f"materials.{paper['id']}", MATERIALS[paper["kind"]].term
        yield path, {path: None}, (term,)
        yield f"{path}.issued_on", {f"{path}.issued_on": None}, (term, "日期")
        for seal in paper.get("seals", ()):
            left = [other for other in paper["seals"] if other != seal]
            yield f"{path}.seals.{seal}", {f"{path}.seals": left}, (term, ORGAN_TERMS[Organ(seal)], "章")
        for place, signature in enumerate(paper.get("signatures", ()), start=1):
            word = RELATIONS.get(signature.get("relation"), "签字")
            yield f"{path}.signatures.{place}", {f"{path}.signatures.{place}": None}, (term, word)
            yield f"{path}.signatures.{place}.signed", {f"{path}.signatures.{place}.signed": False}, (term, word)


def _facts(file: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any], tuple[str, ...]]]:
    for name, value in file.get("facts", {}).items():
        yield f"facts.{name}", {f"facts.{name}": None}, (FACTS[name].term,)
        if name == "committee_panel":
            for place, member in enumerate(value, start=1):
                path = f"facts.{name}.{place}.signed"
                yield path, {path: False}, (ORGAN_TERMS[Organ(member["organ"])], "签字")
                yield f"{path}.unknown", {path: None}, (ORGAN_TERMS[Organ(member["organ"])], "签字")


def _visits(file: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any], tuple[str, ...]]]:
    for place, visit in enumerate(file.get("visits", ()), start=1):
        path = f"visits.{place}"
        yield path, {path: None}, ("劝返",)
        yield f"{path}.on", {f"{path}.on": None}, ("日期",)
        yield f"{path}.reached", {f"{path}.reached": None}, ("监护人",)
        for member, _ in enumerate(visit["staff"], start=1):
            yield f"{path}.staff.{member}", {f"{path}.staff.{member}": None}, ("签字",)
            yield f"{path}.staff.{member}.signed", {f"{path}.staff.{member}.signed": False}, ("签字",)
            yield f"{path}.staff.{member}.unknown", {f"{path}.staff.{member}.signed": None}, ("签字",)


def mutants(complete: CompleteFile) -> Iterator[Mutant]:
    file = complete.file
    for taken, change, names in (*_papers(file), *_facts(file), *_visits(file)):
        if taken not in complete.not_taken:
            yield Mutant(taken, changed(file, change), names)
    for field in complete.taken_from_child:
        if field in file["child"]:
            yield Mutant(f"child.{field}", changed(file, {f"child.{field}": None}), (CHILD_TERMS[field],))


ALL = [
    pytest.param(mutant, id=f"{procedure}-{complete.name}-{mutant.taken}")
    for procedure, complete in COMPLETE
    for mutant in mutants(complete)
]
COUNTS = Counter(procedure for procedure, complete in COMPLETE for _ in mutants(complete))


@pytest.mark.parametrize("complete", [pytest.param(one, id=f"{name}-{one.name}") for name, one in COMPLETE])
def test_the_whole_file_is_ready(complete: CompleteFile) -> None:
    given = answer(complete.file)
    assert given.ready, f"{complete.name} 本应齐备：\n{described(given)}"
    doubts = [one.says for one in given.warnings if one.id.startswith(("id_number", "student_number"))]
    assert not doubts, f"{complete.name} 的号码自相矛盾：{doubts}"


@pytest.mark.parametrize("mutant", ALL)
def test_what_is_taken_away_is_missed_and_named(mutant: Mutant) -> None:
    given = answer(mutant.file)
    assert not given.ready, f"拿走 {mutant.taken} 之后仍然齐备：\n{described(given)}"
    assert given.outcome is None
    assert any(all(word in said for word in mutant.names) for said in sentences(given)), (
        f"拿走 {mutant.taken} 之后，没有一句话说到 {'、'.join(mutant.names)}：\n{described(given)}"
    )


PAPERS = [paper for _, one in COMPLETE for paper in one.file.get("materials", ())]


@pytest.mark.parametrize("complete", [pytest.param(one, id=f"{name}-{one.name}") for name, one in COMPLETE])
def test_a_good_paper_more_never_takes_readiness_away(complete: CompleteFile) -> None:
    for paper in PAPERS:
        more = [*complete.file.get("materials", ()), {**paper, "id": "more"}]
        given = answer({**complete.file, "materials": more})
        assert given.ready, f"多了一份{MATERIALS[paper['kind']].term}就不齐备了：\n{described(given)}"


def test_every_procedure_has_mutants(record_testsuite_property: Callable[[str, object], None]) -> None:
    for procedure, count in COUNTS.items():
        record_testsuite_property(f"mutants {procedure}", count)
    assert set(COUNTS) == {path.stem for path in paths()} - {"gate", "propose"}
    counts = "，".join(f"{name} {count}" for name, count in COUNTS.items())
    sys.stdout.write(f"\n减项：{counts}，共 {COUNTS.total()}\n")
