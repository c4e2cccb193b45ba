"""Kinds of ledger entry and what each carries, public and private. Pure.

`public` goes into the chain's clear text and must hold nothing about the child as a person: ids, kinds, dates of the
procedure, organ ids, file hashes. `private` is stored encrypted beside the entry; the chain has only its salted digest.
Keys listed here are the whole payload; dates are ISO strings, so that a payload is JSON as it stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """`due_on` in a public half is the deadline that holds from this entry on: `decide` works it out, `fold` reads it.

    In `referred` it is the outside organ's own deadline; the local one stands still until the last referral is over.
    """

    # public {source: {kind, batch, row}, school_year, region_code, school_code};
    # private {child: {...}, contact: {...}, reason, extra}
    REGISTERED = "registered"
    ASSIGNED = "assigned"  # {organs: [{id, kind, name}], due_on}
    VERIFICATION_STARTED = "verification_started"  # {due_on}
    FACTS_RECORDED = "facts_recorded"  # {facts: [name]}; private {values: {name: value|None}, note}
    VISIT_RECORDED = "visit_recorded"  # {visit}; private {visit: {...contract section 4...}, narrative}
    # {paper, kind, medium, files: [{sha256, size, type}]}; private {issuer, issued_on, seals, signatures, …, title}
    PAPER_ADDED = "paper_added"
    PAPER_CORRECTED = "paper_corrected"  # {paper, fields: [name], kind?, medium?}; private {values: {...}}
    PAPER_WITHDRAWN = "paper_withdrawn"  # {paper}; private {reason}
    PROCEDURE_CHOSEN = "procedure_chosen"  # {procedure, clause, severe, due_on}; private {reason}
    REFERRED = "referred"  # {referral, organ: {id, kind, name}, due_on}; private {question}
    ANSWERED = "answered"  # {referral, due_on?}; private {answer}
    REFERRAL_RECALLED = "referral_recalled"  # {referral, due_on?}; private {reason}
    # {procedure, outcome, severe, chain: [{kind, organ_id, name, approvals}], due_on}; approvals: persons at that level
    SUBMITTED = "submitted"
    SUBMISSION_RECALLED = "submission_recalled"  # {due_on}; private {reason}
    APPROVED = "approved"  # {level, final: bool, due_on}; private {note}
    RETURNED = "returned"  # {level, items: [requirement or paper id], due_on}; private {remarks: [{item, text}]}
    # {procedure, clause, outcome, operation, until|None, subject: child|register_entry, follow_ups: [{id, due}]};
    # private {reason, receipt}. `register_entry`: only the cancelled entry is closed, the surviving one lives on.
    CLOSED = "closed"
    FOLLOWED_UP = "followed_up"  # {follow_up, result: ok|not_ok}; private {note}
    REOPENED = "reopened"  # {cause: manual|lapsed|reappeared|follow_up, due_on}; private {reason}
    CHILD_CORRECTED = "child_corrected"  # {fields: [name], school_code?}; private {values, reason}
    REMARKED = "remarked"  # {}; private {text}
    ERASED = "erased"  # {upto}: private halves of entries 1..upto are gone; private {reason}, which names nobody


KIND_TERMS: dict[Kind, str] = {
    Kind.REGISTERED: "登记",
    Kind.ASSIGNED: "派发",
    Kind.VERIFICATION_STARTED: "开始核查",
    Kind.FACTS_RECORDED: "记录事实",
    Kind.VISIT_RECORDED: "家访劝返",
    Kind.PAPER_ADDED: "收录材料",
    Kind.PAPER_CORRECTED: "更正材料信息",
    Kind.PAPER_WITHDRAWN: "撤下材料",
    Kind.PROCEDURE_CHOSEN: "确定情形",
    Kind.REFERRED: "提请协查",
    Kind.ANSWERED: "协查答复",
    Kind.REFERRAL_RECALLED: "撤回协查",
    Kind.SUBMITTED: "提交审核",
    Kind.SUBMISSION_RECALLED: "撤回提交",
    Kind.APPROVED: "审核通过",
    Kind.RETURNED: "退回补正",
    Kind.CLOSED: "办结",
    Kind.FOLLOWED_UP: "随访",
    Kind.REOPENED: "重新开启",
    Kind.CHILD_CORRECTED: "更正基本信息",
    Kind.REMARKED: "备注",
    Kind.ERASED: "删除个人信息",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One landed entry. `seq` counts from 1 within its case; `private` is None once erased (or not asked for)."""

    seq: int
    kind: Kind
    at: datetime
    actor_id: int
    actor_name: str
    actor_role: str
    organ_id: int
    organ_kind: str
    organ_name: str
    rules_sha256: str
    public: Mapping[str, Any]
    private: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry that a command wants to add."""

    kind: Kind
    public: Mapping[str, Any]
    private: Mapping[str, Any]
