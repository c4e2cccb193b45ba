"""Who may ask what of a case: role × command, and which facts and papers a role may put in. Pure data and lookups.

Whether the person sees the case at all is decided before (`visible_to`); what its state allows, after (`decide`).
"""

from collections.abc import Mapping

from fuxue.access.actor import Actor
from fuxue.guideline.facts import FACTS
from fuxue.guideline.materials import MATERIALS
from fuxue.kernel.vocabulary import Role
from fuxue.ledger import commands as c
from fuxue.ledger.state import CaseState

_FIELD = (Role.VILLAGE_WORKER, Role.SCHOOL_REGISTRAR, Role.TOWNSHIP_OFFICER)
_COUNTY = (Role.COUNTY_REVIEWER, Role.COUNTY_APPROVER)
_ABOVE = (Role.CITY_OFFICER, Role.PROVINCE_OFFICER)
DESKS = frozenset({Role.POLICE_DESK, Role.COMMITTEE_SECRETARY, Role.COURT_CLERK})

_CASEWORK = frozenset({*_FIELD, Role.COUNTY_REVIEWER})
_GIVES = frozenset({*_CASEWORK, *DESKS})

# A role that is not named for a command may not give it. Administrators and auditors are named nowhere, on purpose.
MAY: Mapping[type[c.Command], frozenset[Role]] = {
    c.Assign: frozenset({Role.TOWNSHIP_OFFICER, *_COUNTY}),
    c.StartVerification: _CASEWORK,
    c.RecordFacts: _GIVES,
    c.RecordVisit: _CASEWORK,
    c.AddPaper: _GIVES,
    c.CorrectPaper: _GIVES,
    c.WithdrawPaper: _GIVES,
    c.ChooseProcedure: _CASEWORK,
    c.Refer: frozenset({Role.TOWNSHIP_OFFICER, *_COUNTY}),
    c.AnswerReferral: DESKS,
    c.RecallReferral: frozenset({Role.TOWNSHIP_OFFICER, *_COUNTY}),
    c.Submit: _CASEWORK,
    c.RecallSubmission: _CASEWORK,
    c.Approve: frozenset({Role.SCHOOL_REGISTRAR, Role.TOWNSHIP_OFFICER, *_COUNTY, *_ABOVE}),
    c.ReturnForCorrection: frozenset({Role.SCHOOL_REGISTRAR, Role.TOWNSHIP_OFFICER, *_COUNTY, *_ABOVE}),
    c.Close: frozenset({Role.COUNTY_APPROVER}),
    c.RecordFollowUp: _CASEWORK,
    c.Reopen: frozenset({Role.TOWNSHIP_OFFICER, *_COUNTY, *_ABOVE, Role.SYSTEM}),
    c.CorrectChild: frozenset({Role.SCHOOL_REGISTRAR, Role.TOWNSHIP_OFFICER, *_COUNTY}),
    c.Remark: frozenset({*_FIELD, *_COUNTY, *_ABOVE}),
}

MAY_REGISTER = frozenset({*_FIELD, *_COUNTY, *_ABOVE, Role.SYSTEM})
MAY_ERASE = frozenset({Role.COUNTY_APPROVER})

_ALL = frozenset({"school", "household", "police", "medical", "family", "court"})

# Whose knowledge it is. Field roles and the county take papers in from everybody; a desk gives only its own.
FACT_CATEGORIES: Mapping[Role, frozenset[str]] = {
    Role.VILLAGE_WORKER: frozenset({"school", "household", "family", "police"}),
    Role.SCHOOL_REGISTRAR: _ALL,
    Role.TOWNSHIP_OFFICER: _ALL,
    Role.COUNTY_REVIEWER: _ALL,
    Role.POLICE_DESK: frozenset({"police", "household"}),
    Role.COMMITTEE_SECRETARY: frozenset({"medical"}),
    Role.COURT_CLERK: frozenset({"court"}),
}
PAPER_CATEGORIES: Mapping[Role, frozenset[str]] = {**FACT_CATEGORIES, Role.VILLAGE_WORKER: _ALL}


def may_give(actor: Actor, command: type[c.Command]) -> bool:
    return actor.role in MAY[command]


def may_state(actor: Actor, fact: str) -> bool:
    return FACTS[fact].category in FACT_CATEGORIES.get(actor.role, frozenset())


def may_file(actor: Actor, paper_kind: str) -> bool:
    return MATERIALS[paper_kind].category in PAPER_CATEGORIES.get(actor.role, frozenset())


def asked(actor: Actor, state: CaseState) -> bool:
    """A desk acts only while a question to its organ is open; everybody else is not bound by referrals."""
    return actor.role not in DESKS or any(referral.organ.id == actor.organ_id for referral in state.referrals)
