"""Sealed columns, in a real table: what is in the database is not what the program reads."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models
from django.test.utils import isolate_apps

from fuxue.kernel.errors import Invalid
from fuxue.vault.fields import SealedJSONField, SealedTextField

pytestmark = pytest.mark.django_db

Made = type[models.Model]


@pytest.fixture
def paper(db: None) -> Iterator[Made]:
    with isolate_apps("fuxue.vault"):

        class Paper(models.Model):
            name = SealedTextField(null=True)
            facts = SealedJSONField(null=True)

            class Meta:
                app_label = "vault"

            def __str__(self) -> str:
                return str(self.pk)

        with connection.schema_editor() as editor:
            editor.create_model(Paper)
        yield Paper


def raw(paper: Made, column: str) -> bytes | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {paper._meta.db_table}")
        value = cursor.fetchone()[0]
    return None if value is None else bytes(value)


def test_text_and_facts_come_back_and_lie_sealed(paper: Made) -> None:
    facts = {"原因": "测试", "次数": 3, "名单": ["甲", None, True]}
    paper._default_manager.create(name="测试甲", facts=facts)
    found = paper._default_manager.get()
    assert (found.name, found.facts) == ("测试甲", facts)  # type: ignore[attr-defined]  # made in this test
    for column in ("name", "facts"):
        sealed = raw(paper, column)
        assert sealed is not None
        assert sealed.startswith(b"v1|")
        assert "测试".encode() not in sealed


def test_nothing_stays_nothing_and_can_be_asked_for(paper: Made) -> None:
    paper._default_manager.create(name=None, facts=None)
    assert raw(paper, "name") is None
    assert paper._default_manager.filter(name__isnull=True).count() == 1


@pytest.mark.parametrize("lookup", ["name", "name__exact", "name__contains", "name__in", "facts"])
def test_sealed_columns_cannot_be_compared(paper: Made, lookup: str) -> None:
    with pytest.raises(FieldError, match="blind index"):
        list(paper._default_manager.filter(**{lookup: "测试甲"}))


def test_a_value_moved_to_another_column_does_not_open(paper: Made) -> None:
    paper._default_manager.create(name="测试甲", facts={"a": 1})
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {paper._meta.db_table} SET name = facts")
    with pytest.raises(Invalid) as refusal:
        paper._default_manager.get()
    assert refusal.value.code == "vault_damaged"
