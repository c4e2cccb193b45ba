"""Only an app's `actions` write; pages read through `visible_to`; nothing cascades; nothing happens by signal."""

import ast
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from tests.contracts.source import modules

DJANGO_PACKAGES = ("access", "audit", "ledger", "evidence", "intake", "fieldwork", "web", "api")

# Modules beside actions.py that write, each with its reason. Keep it short.
MAY_WRITE = {
    "ledger.rules": "keeps the text of a version of the rules; the door calls it within its transaction",
}

# Lookups in pages that go past `visible_to`: none of them reads a case.
MAY_LOOK_UP = {
    ("web.present.rows", "Region"): "names of regions, which are public",
    ("web.pages.accounts", "Organ"): "the choice of organs, cut to the administrator's own region",
    ("web.pages.accounts", "Post"): "posts of the administrator's own region",
    ("web.pages.my_work", "User"): "one's own row, to hang the counts of visible cases on in a single query",
    ("web.pages.case_list", "Region"): "names for the region filter, which are public",
    ("web.pages.system", "Region"): "regions beneath the administrator's own",
    ("web.pages.system", "Organ"): "organs beneath the administrator's own region",
    ("web.pages.panels", "Organ"): "whom a case that has been loaded may be sent to, by its own region codes",
}

ALWAYS = {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "asave", "abulk_create"}
ON_A_QUERYSET = {"create", "update", "delete", "acreate", "aupdate", "adelete"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
QUERYSET_WORDS = MANAGERS | {"filter", "exclude", "select_for_update"}
WRITING_SQL = ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "COPY")


def chain(node: ast.expr) -> list[str]:
    """Names along a receiver: `Case.objects.filter(x)` → ["Case", "objects", "filter"]."""
    match node:
        case ast.Call(func=func):
            return chain(func)
        case ast.Attribute(value=value, attr=attr):
            return [*chain(value), attr]
        case ast.Subscript(value=value):
            return chain(value)
        case ast.Name(id=name):
            return [name]
    return []


def first_words(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=[first, *_]):
            return first_words(first)
    return ""


def is_write(call: ast.Call) -> bool:
    """A call that changes rows. `dict.update(other)`, `digest.update(b)` and `cache.delete(key)` are none."""
    if not isinstance(call.func, ast.Attribute):
        return False
    name, receiver = call.func.attr, chain(call.func.value)
    if name in ALWAYS:
        return True
    if name in ON_A_QUERYSET:
        return bool(QUERYSET_WORDS & set(receiver)) or (not call.args and name in {"delete", "update"})
    if name in {"execute", "executemany", "copy"} and call.args:
        return first_words(call.args[0]).lstrip().upper().startswith(WRITING_SQL)
    return False


def writes(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and is_write(node):
            yield node.lineno


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Case.objects.filter(pk=1).update(state='x')", True),
        ("Case.objects.create(number='x')", True),
        ("case.save(update_fields=['state'])", True),
        ("rows.delete()", True),
        ("cursor.execute('UPDATE ledger_case SET state = 1')", True),
        ("cursor.execute(f'  insert into {table} values (1)')", True),
        ("words.update({'a': 1})", False),
        ("digest.update(b'x')", False),
        ("cache.delete('key')", False),
        ("cursor.execute('SELECT 1')", False),
    ],
)
def test_writes_are_told_from_look_alikes(text: str, expected: bool) -> None:
    assert bool(list(writes(ast.parse(text)))) is expected


def test_only_actions_write() -> None:
    found = [
        f"{name}:{line}"
        for name, tree in modules(*DJANGO_PACKAGES)
        if name.split(".")[1:2] != ["actions"] and name not in MAY_WRITE
        for line in writes(tree)
    ]
    assert found == [], "these write, and are no actions"


def test_every_allowance_is_used() -> None:
    trees = dict(modules())
    assert [name for name in MAY_WRITE if name not in trees or not list(writes(trees[name]))] == []
    assert [key for key in MAY_LOOK_UP if key not in set(bare_lookups())] == []


def bare_lookups() -> Iterator[tuple[str, str]]:
    """(module, model) of every `.objects` in pages and API that is not followed by `visible_to` or `none`."""
    for name, tree in modules("web", "api"):
        safe = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr in {"visible_to", "none"}
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in MANAGERS and id(node) not in safe:
                yield name, ".".join(chain(node.value))


def test_pages_load_through_visible_to() -> None:
    assert [found for found in bare_lookups() if found not in MAY_LOOK_UP] == []


def test_no_signals() -> None:
    used = [
        f"{name}:{node.lineno}"
        for name, tree in modules()
        for node in ast.walk(tree)
        if (isinstance(node, ast.ImportFrom) and "signals" in (node.module or "").split("."))
        or (isinstance(node, ast.ImportFrom) and node.module == "django.dispatch")
        or (isinstance(node, ast.Import) and any("signals" in alias.name for alias in node.names))
    ]
    assert used == []


def test_nothing_cascades() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("fuxue.")]
    assert len(ours) > 10
    loose = [
        f"{model.__name__}.{field.name}"
        for model in ours
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is not models.PROTECT
    ]
    assert loose == []
