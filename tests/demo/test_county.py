"""The demonstration, built once for this module: it has what its visitors are promised, and its books are in order."""

import json
import stat
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from fuxue.access.actor import Actor
from fuxue.access.models import User
from fuxue.access.seating import actor_for
from fuxue.demo import county
from fuxue.demo.scripts import SCRIPTS
from fuxue.evidence.models import FileUse
from fuxue.guideline import Profile, RuleBook, load_rules
from fuxue.kernel.errors import Refused
from fuxue.kernel.vocabulary import Role
from fuxue.ledger import reading, rules, verify
from fuxue.ledger.entries import Kind
from fuxue.ledger.models import Case, Entry

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

# Whatever the procedure, cases of it are found in these states.
EVERYWHERE = {"procedure_chosen", "collecting", "waiting", "reviewing", "approved", "returned", "closed"}
BEFORE_A_PROCEDURE = {"assigned", "verifying", "reopened"}


@pytest.fixture(scope="module")
def demo(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("demo")
    before, settings.DATA_DIR = settings.DATA_DIR, folder
    with django_db_blocker.unblock():
        county.build(data_dir=folder, say=lambda _: None)
        yield folder
        call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
    settings.DATA_DIR = before


def accounts(folder: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((folder / "accounts.json").read_text(encoding="utf-8"))
    return found


def actor(username: str) -> Actor:
    found = actor_for(User.objects.get(username=username), timezone.now())
    assert found is not None
    return found


def today() -> date:
    return timezone.localdate()


def test_every_procedure_is_found_in_every_state_it_can_have(demo: Path) -> None:
    states: dict[str, set[str]] = {script.procedure: set() for script in SCRIPTS}
    for procedure, state in Case.objects.exclude(procedure=None).values_list("procedure", "state"):
        states[str(procedure)].add(state)
    for script in SCRIPTS:
        wanted = EVERYWHERE | ({"followed_up"} if script.followed_after is not None else set())
        assert wanted <= states[script.procedure], script.procedure
    assert set(rules.current_book().procedures) == set(states)
    assert set(Case.objects.values_list("state", flat=True)) >= BEFORE_A_PROCEDURE


def test_every_ending_and_every_way_back_is_there(demo: Path) -> None:
    closed = {public["procedure"] for public in Entry.objects.filter(kind=Kind.CLOSED).values_list("public", flat=True)}
    assert closed == {script.procedure for script in SCRIPTS}
    outcomes = {public["outcome"] for public in Entry.objects.filter(kind=Kind.CLOSED).values_list("public", flat=True)}
    assert outcomes >= {
        "delete", "other_leave", "death", "unable_to_study", "record_established", "deferred", "suspended",
        "returned", "returned_vocational", "special_placement", "corrected", "left_country", "in_custody",
    }  # fmt: skip
    causes = Counter(
        public["cause"] for public in Entry.objects.filter(kind=Kind.REOPENED).values_list("public", flat=True)
    )
    assert set(causes) == {"manual", "lapsed", "follow_up", "reappeared"}
    assert causes["lapsed"] == 2


def test_severe_cases_stand_between_their_two_approvals(demo: Path) -> None:
    for script in (script for script in SCRIPTS if script.severe):
        reviewing = Case.objects.filter(procedure=script.procedure, state="reviewing").values_list("pk", flat=True)
        approvals = Counter(
            Entry.objects.filter(case_id__in=list(reviewing), kind=Kind.APPROVED).values_list("case_id", flat=True)
        )
        assert 2 in approvals.values(), script.procedure  # the township's and the first of the county's two


def test_about_four_hundred_cases_in_all_townships_with_deadlines_late_today_and_this_week(demo: Path) -> None:
    home = Case.objects.filter(county_code="532999")
    assert 350 <= home.count() <= 450
    assert home.values("township_code").distinct().count() == 12
    assert home.filter(due_on=today()).count() >= 10
    assert home.filter(due_on__lt=today()).count() >= 10
    assert home.filter(due_on__gt=today()).count() >= 50


def test_the_books_are_in_order(demo: Path) -> None:
    report = verify.verify()
    assert report.ok, report.problems[:3]
    assert report.cases == Case.objects.count()
    assert FileUse.objects.exists()
    for sha in FileUse.objects.values_list("file_id", flat=True).distinct():
        assert (demo / "files" / sha[:2] / sha[2:4] / sha).exists()


def test_nothing_was_recorded_in_the_future(demo: Path) -> None:
    newest: datetime = Entry.objects.order_by("-at").values_list("at", flat=True)[0]
    assert newest <= timezone.now()


def test_accounts_are_told_to_the_owner_only_and_home_comes_first(demo: Path) -> None:
    file = demo / "accounts.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    found = accounts(demo)
    assert all(set(item) == {"username", "password", "role", "organ", "region_code", "name"} for item in found)
    home = [item for item in found if "532999".startswith(item["region_code"][:6])]
    assert {item["role"] for item in home} == {role.value for role in Role} - {"system"}
    assert found[0]["region_code"].startswith("532999")
    next_door = {item["role"] for item in found if item["region_code"].startswith("513499")}
    assert next_door >= {"village_worker", "school_registrar", "township_officer", "county_reviewer", "county_approver"}
    first = User.objects.get(username=found[0]["username"])
    assert first.check_password(found[0]["password"])
    assert not first.must_change_password


def test_the_neighbour_sees_nothing_of_the_county_and_the_county_nothing_of_it(demo: Path) -> None:
    for item in accounts(demo):
        seen = set(Case.objects.visible_to(actor(item["username"])).values_list("county_code", flat=True))
        if item["region_code"].startswith("513499"):
            assert seen == {"513499"}, item["username"]
        else:
            assert "513499" not in seen, item["username"]


@pytest.mark.parametrize("username", ["school", "village"])
def test_field_accounts_have_work_of_every_kind_on_their_desk(demo: Path, username: str) -> None:
    mine = Case.objects.visible_to(actor(username))
    assert mine.count() >= 10
    assert len(set(mine.values_list("state", flat=True))) >= 5
    assert mine.filter(state="returned").exists()
    assert mine.filter(due_on__lt=today(), state="collecting").exists()
    assert mine.filter(next_follow_up_on__lte=today()).exists()


@pytest.mark.parametrize("username", ["school", "village"])
def test_field_accounts_have_a_case_that_can_be_submitted_at_once(demo: Path, username: str) -> None:
    person = actor(username)

    collecting = Case.objects.visible_to(person).filter(state="collecting")
    verdicts = [reading.allowed_commands(case, actor=person, now=timezone.now())["submit"] for case in collecting]
    assert any(verdict.allowed for verdict in verdicts), [verdict.reason for verdict in verdicts]


def test_names_that_trip_programs_are_among_them(demo: Path) -> None:
    names = set(Case.objects.values_list("child__name", flat=True))
    assert {"阿依古丽·买买提", "王䶮"} <= names
    phones = Counter(Case.objects.values_list("child__birth_date", "village_code"))
    assert max(phones.values()) >= 2  # the twins


def test_a_finished_demonstration_is_left_alone_and_a_half_made_one_is_told(demo: Path, tmp_path: Path) -> None:
    before = Entry.objects.count()
    county.build(data_dir=demo, say=lambda _: None)
    assert Entry.objects.count() == before
    with pytest.raises(Refused) as told:
        county.build(data_dir=tmp_path, say=lambda _: None)
    assert told.value.code == "demo_half_made"


def test_the_profile_switches_on_every_extension(demo: Path) -> None:
    book = RuleBook(load_rules(), Profile.load(demo / "profile.yaml"))
    assert {"already_enrolled", "identity_error", "went_abroad", "judicial_custody"} <= set(book.procedures)
