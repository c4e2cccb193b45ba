"""The guidance as data, and the one pure question asked of it: what holds, what is missing, what comes next."""

from fuxue.guideline.assess import assess
from fuxue.guideline.facts import FACTS, FactSpec
from fuxue.guideline.loader import load_rules
from fuxue.guideline.materials import MATERIALS, MaterialSpec
from fuxue.guideline.parsing import parse_case_file, read_case_file
from fuxue.guideline.profile import Profile
from fuxue.guideline.propose import propose
from fuxue.guideline.rulebook import RuleBook
from fuxue.guideline.schema import Procedure, Rules
from fuxue.guideline.values import parse_fact

__all__ = [
    "FACTS",
    "MATERIALS",
    "FactSpec",
    "MaterialSpec",
    "Procedure",
    "Profile",
    "RuleBook",
    "Rules",
    "assess",
    "load_rules",
    "parse_case_file",
    "parse_fact",
    "propose",
    "read_case_file",
]
