"""Which lines of the checklist say more than a role may know. Those keep their mark and lose their words."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from fuxue.access.fields import may_see
from fuxue.guideline import FACTS, MATERIALS, Procedure
from fuxue.kernel.vocabulary import Role

WORDS = "内容不在您的查看范围内。"


def hidden(procedure: Procedure, role: Role) -> frozenset[str]:
    """Ids of conditions and papers that rest on a fact or a kind of paper the role may not see."""
    conditions = {c.id for c in procedure.conditions if not _open(c.test, role)}
    papers = {p.id for p in procedure.papers if not any(may_see(role, MATERIALS[f.kind].category) for f in p.forms)}
    return frozenset(conditions | papers)


def _open(test: Any, role: Role) -> bool:
    return all(may_see(role, category) for category in _categories(test))


def _categories(node: Any) -> Iterator[str]:
    """Categories of everything a test names, at any depth."""
    if isinstance(node, str):
        if node in FACTS:
            yield FACTS[node].category
        elif node in MATERIALS:
            yield MATERIALS[node].category
    elif is_dataclass(node) and not isinstance(node, type):
        for part in fields(node):
            yield from _categories(getattr(node, part.name))
    elif isinstance(node, dict):
        for value in node.values():
            yield from _categories(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _categories(value)
