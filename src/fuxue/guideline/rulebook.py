"""The rules under one profile: what applies in one place, with a version and a hash of both together."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any

from fuxue.guideline.profile import Profile
from fuxue.guideline.schema import Procedure, Rules


class RuleBook:
    """`procedures` leaves out the county extensions that the profile has not switched on; `all_procedures` does not."""

    def __init__(self, rules: Rules, profile: Profile) -> None:
        self.rules = rules
        self.profile = profile

    @property
    def version(self) -> str:
        return self.rules.edition

    @cached_property
    def sha256(self) -> str:
        """Of `text()`: every rule file's content and the effective profile."""
        return hashlib.sha256(self.text().encode()).hexdigest()

    def text(self) -> str:
        """Canonical: the same content gives the same text, whatever comments and order the files have."""
        content = {"rules": dict(self.rules.documents), "profile": self.profile.as_mapping()}
        return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1, default=_plain) + "\n"

    @cached_property
    def procedures(self) -> Mapping[str, Procedure]:
        return MappingProxyType({name: one for name, one in self.all_procedures.items() if self.is_on(one)})

    @property
    def all_procedures(self) -> Mapping[str, Procedure]:
        return self.rules.procedures

    def is_on(self, procedure: Procedure) -> bool:
        return not procedure.extension or procedure.id in self.profile.extensions

    def changed(self, switches: Mapping[str, Any]) -> "RuleBook":
        """The same rules under a profile with some switches changed; itself when there are none."""
        return RuleBook(self.rules, self.profile.changed(switches)) if switches else self


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
