"""No sentence of any page tells a role what it may not see: not a warning, not a next step, not a refusal.

Each story plants words that stand in a hidden fact or paper, and looks for them in everything the role can open.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest
from django.test import Client
from tests.web import county

from fuxue.access.fields import may_see
from fuxue.guideline.casefile import MaterialFacts
from fuxue.kernel.vocabulary import Organ as Kind
from fuxue.ledger import commands as c
from fuxue.ledger import veil
from fuxue.ledger.models import Case

Sign = Callable[..., Client]
DAY = date(2026, 9, 10)
SCAN = c.FileRef("ab" * 32, 2048, "image/png")
SPEAKING = (
    "choose_procedure",
    "record_facts",
    "add_paper",
    "correct_paper",
    "withdraw_paper",
    "submit",
    "approve",
    "close",
)
HTMX = {"HX-Request": "true"}


@dataclass(frozen=True)
class Story:
    procedure: str
    category: str
    facts: Mapping[str, object]
    papers: Sequence[MaterialFacts]
    secrets: Sequence[str]


STORIES = {
    "deferral": Story(
        "deferral_or_suspension",
        "medical",
        {"illness": "mental", "ever_enrolled": False, "from": date(2026, 9, 1), "until": date(2027, 8, 31)},
        [
            MaterialFacts("", "medical_certificate", issuer="hospital", issued_on=date(2013, 2, 3), designated=False),
            MaterialFacts("", "disability_card", issued_on=DAY, extra={"level": "4"}),
        ],
        ["因心理疾病申请", "2013-02-03", "不在县级教育行政部门指定的名单内", "残疾人证为 4 级", "早于出生日期"],
    ),
    "unable": Story(
        "unable_to_study",
        "medical",
        {"committee_finding": "home_teaching"},
        [MaterialFacts("", "committee_certificate", issuer="hospital", issued_on=date(2013, 4, 5))],
        ["送教上门", "2013-04-05", "由医疗机构出具，不符合要求"],
    ),
    "missing": Story(
        "missing",
        "police",
        {"police_finding": "traced", "county_request_on": date(2026, 9, 9)},
        [MaterialFacts("", "police_missing_statement", issuer="county_police", issued_on=date(2013, 6, 7))],
        ["2026-09-09", "2013-06-07", "已查到去向", "由县级公安机关出具，不符合要求"],
    ),
}


def told(place: county.County, case_id: UUID, story: Story, *, chosen: bool) -> None:
    county.do(place, "school", case_id, c.StartVerification())
    if chosen:
        county.do(place, "school", case_id, c.ChooseProcedure(story.procedure))
    county.do(
        place, "reviewer", case_id, c.RecordFacts(story.facts), *(c.AddPaper(paper, (SCAN,)) for paper in story.papers)
    )
    for kind in (Kind.COUNTY_POLICE, Kind.EXPERT_COMMITTEE, Kind.COURT):
        county.do(place, "reviewer", case_id, c.Refer(place.organs[kind].pk, "请协助核查。"))


def everything(client: Client, case_id: UUID) -> str:
    """The case page, the panels that speak of facts and papers, and what a refused submission answers."""
    version = str(Case.objects.get(pk=case_id).version)
    panels = [client.get(f"/cases/{case_id}/do/{name}/", headers=HTMX) for name in SPEAKING]
    panels.append(client.get(f"/cases/{case_id}/do/record_facts/?all=1", headers=HTMX))
    panels.append(client.post(f"/cases/{case_id}/do/submit/", {"key": "veil", "version": version, "note": ""}))
    return "".join(page.content.decode() for page in [client.get(f"/cases/{case_id}/"), *panels])


@pytest.mark.parametrize("chosen", [True, False], ids=["chosen", "proposed"])
@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_only_roles_of_the_category_read_the_words(
    story: Story, chosen: bool, signed: Sign, home: county.County, case_id: UUID
) -> None:
    told(home, case_id, story, chosen=chosen)
    found: dict[str, list[str]] = {}
    for who, (role, _) in county.PEOPLE.items():
        if who in {"system", "security"} or may_see(role, story.category):
            continue
        text = everything(signed(who), case_id)
        assert county.NAME in text, who
        found[who] = [secret for secret in story.secrets if secret in text]
    assert found
    assert not any(found.values()), found


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_who_needs_the_words_reads_them_all(story: Story, signed: Sign, home: county.County, case_id: UUID) -> None:
    """So that the test above looks for words that do stand on a page."""
    told(home, case_id, story, chosen=True)
    text = everything(signed("township"), case_id)
    assert [secret for secret in story.secrets if secret not in text] == []


def test_what_is_hidden_keeps_its_mark(signed: Sign, home: county.County, case_id: UUID) -> None:
    told(home, case_id, STORIES["deferral"], chosen=True)
    page = signed("village").get(f"/cases/{case_id}/").content.decode()
    assert veil.WORDS in page
    assert "一份材料" in page
    assert SCAN.sha256 not in page
    assert "<dd>残疾人证</dd>" not in page
    assert "父母或者其他法定监护人书面申请" in page
    assert "另有提醒" in page


def test_a_hidden_finding_proposes_nothing(signed: Sign, home: county.County, case_id: UUID) -> None:
    told(home, case_id, STORIES["missing"], chosen=False)
    assert "失踪失联" in signed("township").get(f"/cases/{case_id}/").content.decode()
    assert "失踪失联" not in signed("court").get(f"/cases/{case_id}/").content.decode()
