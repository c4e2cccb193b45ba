"""Everything a complete case of each procedure needs, as commands: read from the rules' own complete cases."""

from functools import lru_cache
from pathlib import Path

import yaml

from fuxue.guideline import Profile, RuleBook, load_rules, parse_case_file
from fuxue.guideline.casefile import CaseFile
from fuxue.ledger import commands as c

CASES = Path(__file__).parents[1] / "guideline" / "cases"
PROCEDURES = tuple(sorted(path.parent.name for path in CASES.glob("*/complete.yaml")))
FILE = c.FileRef("ab" * 32, 1000, "image/png")


@lru_cache
def book() -> RuleBook:
    """All extensions on, so that every procedure can be walked."""
    extensions = ["already_enrolled", "identity_error", "went_abroad", "judicial_custody"]
    return RuleBook(load_rules(), Profile.from_mapping({"extensions": extensions}))


@lru_cache
def complete(procedure: str) -> CaseFile:
    return parse_case_file(yaml.safe_load((CASES / procedure / "complete.yaml").read_text(encoding="utf-8"))["case"])


def line(procedure: str, region_code: str, number: int = 1) -> c.NewChild:
    child = complete(procedure).child
    assert child.name
    return c.NewChild(
        name=child.name,
        sex=child.sex,
        birth_date=child.birth_date,
        id_number=child.id_number,
        student_number=child.student_number,
        school_code=child.record_school_code,
        region_code=region_code,
        source_row=number,
    )


def work(procedure: str) -> list[c.Command]:
    """Choose the procedure and put in every fact, visit and paper."""
    file = complete(procedure)
    papers = (c.AddPaper(paper, (FILE,) if paper.medium == "scan" else (), "") for paper in file.materials)
    facts = [c.RecordFacts(file.facts)] if file.facts else []
    return [c.ChooseProcedure(procedure), *facts, *(c.RecordVisit(visit) for visit in file.visits), *papers]
