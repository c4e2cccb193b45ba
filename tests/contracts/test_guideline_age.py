"""A clause that nobody has compared with the guidance for eighteen months fails here, not in an office."""

from datetime import date

from fuxue.guideline import load_rules
from fuxue.guideline.loader import stale

LOOKED_AT = date(2026, 11, 23)  # the day of this edition; move it when the rules are gone through again


def test_every_rule_file_was_checked_within_eighteen_months() -> None:
    assert stale(load_rules(), LOOKED_AT) == {}


def test_a_rule_left_alone_becomes_stale() -> None:
    rules = load_rules()
    assert set(stale(rules, date(2029, 1, 1))) == set(rules.checked)
    assert {"missing.yaml", "part_two.yaml", "profile.yaml"} <= set(rules.checked)
