"""A paper with its scans: once, whole or not at all, and opened only by those who need it."""

import io
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from tests.evidence.test_store import JPEG, PDF
from tests.world import NOW, World, build

from fuxue.access.actor import Actor
from fuxue.access.rls import as_actor
from fuxue.evidence import check, store
from fuxue.evidence.actions import add_paper
from fuxue.evidence.models import FileUse, StoredFile
from fuxue.evidence.reading import readable
from fuxue.guideline.casefile import MaterialFacts
from fuxue.kernel.errors import Refused
from fuxue.ledger import actions as ledger
from fuxue.ledger.actions import Source
from fuxue.ledger.commands import NewChild, Refer


@pytest.fixture
def world(db: None, tmp_path: Path, settings) -> World:  # type: ignore[no-untyped-def]  # pytest-django's fixture
    settings.DATA_DIR = tmp_path
    return build()


@pytest.fixture
def case_id(world: World) -> UUID:
    child = NewChild(
        name="测试甲",
        sex="male",
        birth_date=None,
        id_number="532999201411030210",
        student_number=None,
        school_code=world.primary.code,
        region_code=world.villages[0][0],
        source_row=1,
    )
    source = Source(kind="suspected", batch="t")
    return ledger.register(actor=world.county_reviewer, children=[child], source=source, key="r", now=NOW).opened[0]


def put(actor: Actor, case_id: UUID, kind: str, *contents: bytes, key: str = "") -> ledger.Receipt:
    paper = MaterialFacts(id="", kind=kind, medium="scan")
    uploads = [(f"扫描{n}.jpg", io.BytesIO(content)) for n, content in enumerate(contents)]
    with as_actor(actor):
        return add_paper(
            actor=actor, case_id=case_id, paper=paper, uploads=uploads, title="", key=key or str(uuid4()), now=NOW
        )


def sha(content: bytes) -> str:
    return store.put(io.BytesIO(content), name="x").sha256


def test_the_same_request_again_stores_nothing_twice(world: World, case_id: UUID) -> None:
    first = put(world.registrar, case_id, "death_certificate", JPEG, PDF, key="k")
    again = put(world.registrar, case_id, "death_certificate", JPEG, PDF, key="k")
    assert (first.version, first.repeated, again.version, again.repeated) == (first.version, False, first.version, True)
    assert FileUse.objects.count() == 2
    assert StoredFile.objects.count() == 2


def test_one_file_on_two_papers_is_stored_once(world: World, case_id: UUID) -> None:
    put(world.registrar, case_id, "death_certificate", JPEG)
    put(world.registrar, case_id, "photo", JPEG)
    assert (StoredFile.objects.count(), FileUse.objects.count()) == (1, 2)


def test_a_refusal_by_the_door_leaves_no_row_and_an_orphan_that_the_check_names(world: World, case_id: UUID) -> None:
    with pytest.raises(Refused):
        put(world.auditor, case_id, "photo", JPEG)
    assert not FileUse.objects.exists() and not StoredFile.objects.exists()
    assert [(f.trouble, f.sha256) for f in check.check()] == [("orphan", sha(JPEG))]


@pytest.mark.parametrize(
    ("damage", "trouble"),
    [
        (lambda path: path.unlink(), "missing"),
        (lambda path: path.write_bytes(JPEG[:-1]), "short"),
        (lambda path: path.write_bytes(JPEG[:-1] + b"\0"), "changed"),
    ],
)
def test_the_check_names_what_is_wrong_with_a_file(world, case_id, damage, trouble) -> None:  # type: ignore[no-untyped-def]
    put(world.registrar, case_id, "photo", JPEG)
    assert list(check.check()) == []
    path = store.path_of(sha(JPEG))
    path.chmod(0o600)
    damage(path)
    assert [finding.trouble for finding in check.check()] == [trouble]


def opens(actor: Actor, case_id: UUID, content: bytes) -> bool:
    with as_actor(actor):
        return readable(actor=actor, case_id=case_id, sha256=sha(content)) is not None


def test_a_file_is_opened_by_those_who_see_the_case_and_need_that_kind_of_paper(world: World, case_id: UUID) -> None:
    put(world.registrar, case_id, "medical_certificate", JPEG)
    put(world.registrar, case_id, "corrected_household_record", PDF)
    organ = world.police_desk.organ_id
    with as_actor(world.county_reviewer):
        question = Refer(organ_id=organ, question="请核查户口登记")
        ledger.perform(actor=world.county_reviewer, case_id=case_id, command=question, key="q", now=NOW)
    seen = {
        name: (opens(actor, case_id, JPEG), opens(actor, case_id, PDF))
        for name, actor in {**world.everybody, **{f"n_{k}": v for k, v in world.neighbour.everybody.items()}}.items()
    }
    assert {name for name, (medical, _) in seen.items() if medical} == {
        "registrar", "township_officer", "county_reviewer", "second_reviewer", "county_approver", "city_officer",
        "province_officer",
    }  # fmt: skip
    assert {name for name, (_, household) in seen.items() if household} == {
        "registrar", "village_worker", "township_officer", "county_reviewer", "second_reviewer", "county_approver",
        "city_officer", "province_officer", "police_desk", "auditor",
    }  # fmt: skip


def test_the_database_repeats_it_for_the_neighbour(world: World, case_id: UUID) -> None:
    put(world.registrar, case_id, "photo", JPEG)
    with as_actor(world.neighbour.county_reviewer):
        assert not FileUse.objects.exists() and not StoredFile.objects.exists()
    with as_actor(world.county_reviewer):
        assert FileUse.objects.count() == StoredFile.objects.count() == 1
