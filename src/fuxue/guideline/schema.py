"""What a rule file says, as frozen values. Field for field what the YAML has; `loader` checks and builds these."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fuxue.guideline.conditions import Test


@dataclass(frozen=True, slots=True)
class Words:
    """The clause's own words: 对象, 措施, 台账."""

    subject: str
    measures: str
    ledger: str


@dataclass(frozen=True, slots=True)
class InForce:
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class ConditionRule:
    """`step`: a deed of the 措施 rather than a fact of the 对象; it decides readiness, not whether the clause applies.

    `assumed`: not knowing does not stand in the way (the fact can only overturn).
    """

    id: str
    test: Test
    yes: str
    no: str
    unknown: str
    source: str
    reasoning: str
    when: Test | None
    step: bool
    assumed: bool


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of paper that can meet a requirement, and what must be on it.

    `seals`: each demanded; `seals_any`: one of them suffices; `seal_of`: "issuer", "approver" or "committee".
    `exact`: the organs of the police do not stand in for one another. `cause`: a word that the cause stated on the
    paper must contain; a paper that states none is taken by its kind.
    """

    kind: str
    issuers: tuple[str, ...]
    seals: tuple[str, ...]
    seals_any: tuple[str, ...]
    seal_of: str | None
    signed_by: tuple[str, ...]
    consent: bool
    panel_signs: bool
    all_sign: bool
    designated: bool
    exact: bool
    cause: str


@dataclass(frozen=True, slots=True)
class PaperRule:
    """One requirement of papers, met by any of its forms. `spread`: signatures may stand on several papers."""

    id: str
    title: str
    forms: tuple[Form, ...]
    source: str
    reasoning: str
    when: Test | None
    spread: bool


@dataclass(frozen=True, slots=True)
class VisitRule:
    id: str
    title: str
    at_least: int | str  # a number, or the name of a switch
    source: str
    reasoning: str
    recordings_registered: bool


@dataclass(frozen=True, slots=True)
class Step:
    id: str
    organ: str
    says: str
    done: Test | None


@dataclass(frozen=True, slots=True)
class Closing:
    outcome: str
    operation: str
    says: str
    when: Test | None


@dataclass(frozen=True, slots=True)
class Redirect:
    id: str
    when: Test
    organ: str
    procedure: str | None
    says: str


@dataclass(frozen=True, slots=True)
class FollowUpRule:
    """`on`: a named schedule of `fuxue.guideline.followups`; `unready`: due even while the case cannot be closed."""

    id: str
    on: str
    says: str
    source: str
    reasoning: str
    when: Test | None
    unready: bool


@dataclass(frozen=True, slots=True)
class WarningRule:
    id: str
    when: Test
    says: str


@dataclass(frozen=True, slots=True)
class Note:
    """A kind of paper that is useful (`recommended`) or never enough (`never_enough`), and why."""

    kind: str
    says: str


@dataclass(frozen=True, slots=True)
class Procedure:
    id: str
    clause: str
    title: str
    words: Words
    in_force: InForce
    source: str
    checked_on: date
    reasoning: str
    severe: bool
    write_off: bool
    extension: bool
    time_limited: bool
    gated: bool
    priority: int
    propose_when: Test | None
    conditions: tuple[ConditionRule, ...]
    papers: tuple[PaperRule, ...]
    visits: VisitRule | None
    steps: tuple[Step, ...]
    closes: tuple[Closing, ...]
    redirects: tuple[Redirect, ...]
    follow_up: tuple[FollowUpRule, ...]
    warnings: tuple[WarningRule, ...]
    recommended: tuple[Note, ...]
    never_enough: tuple[Note, ...]
    facts: tuple[str, ...]
    material_kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """The head of part II: its conditions stand before those of every gated procedure."""

    clause: str
    title: str
    words: str
    source: str
    checked_on: date
    reasoning: str
    conditions: tuple[ConditionRule, ...]
    redirects: tuple[Redirect, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """All rule files of a folder. `documents` is their content as plain values, which the hash is taken of."""

    edition: str
    gate: Gate
    procedures: Mapping[str, Procedure]
    documents: Mapping[str, object]
    checked: Mapping[str, date]  # every `checked_on`, by place
