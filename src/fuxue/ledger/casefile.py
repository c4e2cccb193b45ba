"""From a case's entries to the `CaseFile` that the rules look at. Pure; needs both halves of the entries.

An entry whose private half is gone (erased, or not readable) adds nothing here: not known is not known.

After a reopening, what proved the ended outcome no longer counts, because it speaks of a time that is over: the
deferral that lapsed, the return that did not last, the finding that the child cannot be found. It stays in the
timeline. Reopened by hand (`manual`) everything goes on counting: the ending may have been the mistake, not the papers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fuxue.guideline.casefile import CaseFile, ChildFacts, MaterialFacts, VisitFacts
from fuxue.guideline.values import parse_fact
from fuxue.kernel.errors import Invalid
from fuxue.ledger import payload
from fuxue.ledger.entries import Entry, Kind
from fuxue.ledger.fold import local_day


@dataclass(frozen=True, slots=True)
class Spent:
    facts: frozenset[str]
    papers: frozenset[str]


def _spent(facts: str, papers: str) -> Spent:
    return Spent(frozenset(facts.split()), frozenset(papers.split()))


# By the procedure that had closed the case.
SPENT: Mapping[str, Spent] = {
    "deferral_or_suspension": _spent(
        "from until approver illness guardian_kin", "guardian_application medical_certificate deferral_approval"
    ),
    "return_to_school": _spent("back_at_school_on", "school_return_certificate"),
    "compelled_return": _spent("back_at_school_on progress", "school_return_certificate"),
    "vocational_placement": _spent("guardian_kin", "written_application education_plan vocational_acceptance"),
    "special_education": _spent("committee_finding committee_panel", "committee_certificate attendance_certificate"),
    "unable_to_study": _spent("committee_finding committee_panel", "committee_certificate"),
    "missing": _spent("county_request_on police_finding found_again", "police_missing_statement"),
    "deceased": _spent(
        "died_on found_again",
        "death_certificate cremation_certificate police_death_certificate household_cancellation_death "
        "declaration_of_death",
    ),
    "enrolled_without_record": _spent(
        "school_lawful duplicate_check province_checked_on reply_through_city", "attendance_certificate"
    ),
    "already_enrolled": _spent("active_record_found", ""),
    "went_abroad": _spent("departed_on destination", ""),
    "judicial_custody": _spent("custody_institution custody_from", ""),
}
CHILD_FACTS = ("name", "sex", "birth_date", "id_number", "student_number", "record_school_code")


@dataclass(slots=True)
class _Known:
    child: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    papers: dict[str, dict[str, Any]] = field(default_factory=dict)
    visits: list[VisitFacts] = field(default_factory=list)
    procedure: str | None = None
    closed_by: str | None = None


def case_file(entries: Iterable[Entry], *, as_of: date, profile: Mapping[str, Any] | None = None) -> CaseFile:
    """What was known at the end of `as_of`: later entries are left aside."""
    known = _Known()
    for entry in entries:
        if local_day(entry) <= as_of:
            _learn(known, entry)
    return CaseFile(
        as_of=as_of,
        child=_child(known.child),
        procedure=known.procedure,
        facts=known.facts,
        materials=tuple(_papers(known.papers)),
        visits=tuple(known.visits),
        profile=profile or {},
    )


def child_values(entries: Iterable[Entry]) -> dict[str, Any]:
    """The child's fields as registered and corrected, contact included; for restoring the child's row."""
    known = _Known()
    for entry in entries:
        _learn(known, entry)
    return known.child


def _child(values: Mapping[str, Any]) -> ChildFacts:
    born = values.get("birth_date")
    plain: dict[str, Any] = {name: values.get(name) for name in CHILD_FACTS}
    plain["birth_date"] = date.fromisoformat(born) if born else None
    return ChildFacts(**plain)


def _papers(papers: Mapping[str, Mapping[str, Any]]) -> Iterable[MaterialFacts]:
    return (payload.paper(paper) for paper in papers.values())


def _facts(values: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    for name, raw in values.items():
        try:
            yield name, None if raw is None else parse_fact(name, raw)
        except Invalid:
            yield name, None  # recorded under older rules that named it otherwise: for these rules, not known


def _learn(known: _Known, entry: Entry) -> None:  # noqa: C901, PLR0912  # one flat case per kind reads best
    public, private = entry.public, entry.private or {}
    match entry.kind:
        case Kind.REGISTERED:
            known.child.update(private.get("child", {}), **private.get("contact", {}))
        case Kind.CHILD_CORRECTED:
            known.child.update(private.get("values", {}))
        case Kind.FACTS_RECORDED:
            for name, value in _facts(private.get("values", {})):
                known.facts[name] = value
                if value is None:
                    del known.facts[name]
        case Kind.VISIT_RECORDED if "visit" in private:
            known.visits.append(payload.visit(private["visit"]))
        case Kind.PAPER_ADDED if entry.private is not None:
            known.papers[public["paper"]] = {
                **private,
                "id": public["paper"],
                "kind": public["kind"],
                "medium": public["medium"],
            }
        case Kind.PAPER_CORRECTED if public["paper"] in known.papers:
            shown = {key: public[key] for key in ("kind", "medium") if key in public}
            known.papers[public["paper"]].update(private.get("values", {}), **shown)
        case Kind.PAPER_WITHDRAWN:
            known.papers.pop(public["paper"], None)
        case Kind.PROCEDURE_CHOSEN:
            known.procedure = public["procedure"]
        case Kind.CLOSED:
            known.closed_by = public["procedure"]
        case Kind.REOPENED:
            if public["cause"] != "manual":
                _spend(known)
            known.procedure = None


def _spend(known: _Known) -> None:
    spent = SPENT.get(known.closed_by or "")
    if spent:
        known.facts = {name: value for name, value in known.facts.items() if name not in spent.facts}
        known.papers = {key: paper for key, paper in known.papers.items() if paper["kind"] not in spent.papers}
