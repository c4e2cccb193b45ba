"""The stored columns of a case as they follow from its state; and the columns that say where it belongs. Pure."""

from collections.abc import Mapping
from typing import Any

from fuxue.ledger.state import CaseState

PLACE_COLUMNS = ("province_code", "city_code", "county_code", "township_code", "village_code", "school_code")


def place(village_code: str, school_code: str | None) -> dict[str, str]:
    """From the household village's code (12 digits) and the school that holds the record."""
    return {
        "province_code": village_code[:2],
        "city_code": village_code[:4],
        "county_code": village_code[:6],
        "township_code": village_code[:9],
        "village_code": village_code,
        "school_code": school_code or "",
    }


def summary(state: CaseState) -> Mapping[str, Any]:
    """Column → value. What `fuxue ledger verify` compares and `rebuild` restores."""
    dues = [follow_up.due for follow_up in state.follow_ups]
    return {
        "state": state.state.value,
        "round": state.round,
        "procedure": state.procedure,
        "clause": state.clause,
        "responsible_id": state.responsible.id if state.responsible else None,
        "due_on": state.due_on,
        "lapses_on": state.lapses_on,
        "next_follow_up_on": min(dues) if dues else None,
        "registered_on": state.registered_on,
        "closed_on": state.closed_on,
        "severe": state.severe,
        "outcome": state.outcome,
        "version": state.version,
        "updated_at": state.last_at,
    }
