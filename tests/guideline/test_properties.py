"""Whatever the case file: an answer; and learning more never turns a decided condition round."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from fuxue.guideline import FACTS, MATERIALS, Profile, RuleBook, assess, load_rules
from fuxue.guideline.casefile import CaseFile, ChildFacts, MaterialFacts, Recording, Signature, VisitFacts
from fuxue.guideline.profile import EXTENSIONS
from fuxue.kernel.truth import Truth
from fuxue.kernel.vocabulary import Organ

BOOK = RuleBook(load_rules(), Profile.from_mapping({"extensions": list(EXTENSIONS)}))
ORGANS = st.sampled_from([str(organ) for organ in Organ])
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
NEAR = st.dates(date(2024, 1, 1), date(2027, 12, 31))
TEXT = st.sampled_from(["G532999201411030210", "L53299920141103001X", "532999201411030210", "2153000001", "奶奶", "x"])
BOOLS = st.booleans()
SIGNATURES = st.builds(
    Signature,
    organ=st.none() | ORGANS,
    relation=st.none() | st.sampled_from(["guardian", "child", "奶奶"]),
    name=st.none() | TEXT,
    signed=st.none() | BOOLS,
)
RECORDINGS = st.builds(Recording, number=st.none() | TEXT, custodian=st.none() | TEXT, place=st.none() | TEXT)
PAPERS = st.builds(
    MaterialFacts,
    id=st.uuids().map(str),
    kind=st.sampled_from(list(MATERIALS)),
    issuer=st.none() | ORGANS,
    issued_on=st.none() | NEAR | DAYS,
    seals=st.lists(ORGANS, max_size=4).map(tuple),
    signatures=st.lists(SIGNATURES, max_size=3).map(tuple),
    medium=st.sampled_from(["scan", "retained"]),
    designated=st.none() | BOOLS,
    names_child=st.none() | BOOLS,
    recording=st.none() | RECORDINGS,
    extra=st.fixed_dictionaries({}, optional={"level": st.sampled_from(["1", "3", "x"]), "card_number": TEXT}),
)
VISITS = st.builds(
    VisitFacts,
    on=st.none() | NEAR,
    reached=st.lists(st.sampled_from(["guardian", "child"]), max_size=2).map(tuple),
    staff=st.lists(SIGNATURES, max_size=3).map(tuple),
    recording=st.none() | RECORDINGS,
)
CHILDREN = st.builds(
    ChildFacts,
    birth_date=st.none() | DAYS,
    id_number=st.none() | TEXT,
    student_number=st.none() | TEXT,
    record_school_code=st.none() | TEXT,
    sex=st.sampled_from([None, "male", "female"]),
)


def _value(name: str) -> st.SearchStrategy[Any]:
    spec = FACTS[name]
    member = st.fixed_dictionaries({"organ": ORGANS, "name": st.none(), "signed": st.none() | BOOLS})
    shaped: Mapping[str, st.SearchStrategy[Any]] = {
        "committee_panel": st.lists(member, max_size=4),
        "home_teaching_log": st.lists(st.fixed_dictionaries({"on": NEAR, "hours": st.just(2)}), max_size=3),
        "active_record_found": st.fixed_dictionaries(
            {"student_number": TEXT, "school_code": TEXT, "checked_on": st.none() | NEAR}
        ),
    }
    if name in shaped:
        return shaped[name]
    simple = {"bool": BOOLS, "date": NEAR | DAYS, "int": st.integers(0, 9), "text": TEXT}
    return st.sampled_from(list(spec.choices)) if spec.type == "choice" else simple[spec.type]


FACT_VALUES = st.fixed_dictionaries({}, optional={name: _value(name) for name in FACTS})
CASES = st.builds(
    CaseFile,
    as_of=NEAR | DAYS,
    child=CHILDREN,
    procedure=st.none() | st.sampled_from(list(BOOK.all_procedures)),
    facts=FACT_VALUES,
    materials=st.lists(PAPERS, max_size=5).map(tuple),
    visits=st.lists(VISITS, max_size=5).map(tuple),
)


@settings(max_examples=300, deadline=None)
@given(CASES)
def test_there_is_always_an_answer(case: CaseFile) -> None:
    answer = assess(case, BOOK)
    refuted = [one for one in answer.conditions if one.holds is Truth.NO]
    assert answer.ready is (answer.outcome is not None)
    assert not (answer.ready and (answer.missing or refuted or answer.applies is not Truth.YES))
    assert answer.ready or answer.missing or refuted
    assert answer.next
    assert all(one.due >= case.as_of for one in answer.follow_ups)
    said = [one.says for one in answer.conditions] + [one.says for one in answer.missing]
    said += [one.says for one in answer.warnings]
    assert all(one and "{" not in one for one in said)


@settings(max_examples=300, deadline=None)
@given(CASES, st.sampled_from(list(FACTS)), st.data())
def test_learning_a_fact_never_turns_a_decided_condition(case: CaseFile, name: str, data: st.DataObject) -> None:
    procedure = case.procedure or "deceased"
    known = {key: value for key, value in case.facts.items() if key != name}
    before = assess(replace(case, procedure=procedure, facts=MappingProxyType(known)), BOOK)
    learnt = {**known, name: data.draw(_value(name))}
    after = assess(replace(case, procedure=procedure, facts=MappingProxyType(learnt)), BOOK)
    now = {one.id: one.holds for one in after.conditions}
    for one in before.conditions:
        if one.holds is not Truth.UNKNOWN and one.id in now:
            assert now[one.id] is one.holds, (name, one)
