"""docs/glossary.md has every closed set of words, each term once, as the code spells it."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from tests.contracts.source import document, table_rows

from fuxue.guideline import FACTS, load_rules
from fuxue.kernel.vocabulary import MATERIAL_TERMS, ORGAN_TERMS, ROLE_TERMS, Material, Organ, Role
from fuxue.ledger.entries import KIND_TERMS, Kind
from fuxue.ledger.state import STATE_TERMS, State

SETS: dict[str, Mapping[Any, str]] = {
    "机关": ORGAN_TERMS,
    "材料": MATERIAL_TERMS,
    "岗位": ROLE_TERMS,
    "案件状态": STATE_TERMS,
    "记录种类": KIND_TERMS,
    "情形": {one.id: one.title for one in load_rules().procedures.values()},
    "事实": {name: spec.term for name, spec in FACTS.items()},
}


def sections() -> dict[str, list[tuple[str, ...]]]:
    parts = re.split(r"(?m)^## (.+)$", document("glossary.md"))
    return {title: list(table_rows(body)) for title, body in zip(parts[1::2], parts[2::2], strict=True)}


@pytest.mark.parametrize("title", SETS)
def test_the_section_is_the_set(title: str) -> None:
    rows = {row[1].strip("`"): row[0] for row in sections()[title]}
    assert rows == {str(word): term for word, term in SETS[title].items()}


@pytest.mark.parametrize("title", [*SETS, "常用的词"])
def test_one_word_per_term(title: str) -> None:
    rows = sections()[title]
    assert len(rows) > 5
    for column in (0, 1):
        words = [row[column] for row in rows]
        assert sorted({word for word in words if words.count(word) > 1}) == []


def test_every_member_has_its_term() -> None:
    assert set(ORGAN_TERMS) == set(Organ) and set(MATERIAL_TERMS) == set(Material) and set(ROLE_TERMS) == set(Role)
    assert set(STATE_TERMS) == set(State) and set(KIND_TERMS) == set(Kind)
