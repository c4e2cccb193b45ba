"""The guidance decided case by case. The cases in `law/` are written from the document's text, not from the rules."""

import re
from pathlib import Path

import pytest
from tests.guideline.law_files import LawCase, answer, book, cases, changed, described, mismatches, paths

from fuxue.guideline import parse_case_file, propose
from fuxue.kernel.identity import check_identity_number
from fuxue.kernel.truth import Truth

UNISSUED = ("532999", "513499", "622999", "522699", "530699", "520599")
AT_LEAST = 6
# Numbered, because pytest escapes Chinese in ids; the message of a failure begins with the case's name.
ALL = [
    pytest.param(case, id=f"{path.stem}-{number:02}")
    for path in paths()
    for number, case in enumerate(cases(path), start=1)
]


@pytest.mark.parametrize("case", ALL)
def test_case(case: LawCase) -> None:
    given = answer(case.file)
    if case.expect.get("unavailable"):
        assert not given.ready and given.outcome is None and given.applies is Truth.NO, (
            f"{case.name}\n说明：{case.shows}\n未启用的扩展给出了结论\n{described(given)}"
        )
        return
    wrong = mismatches(given, case.expect)
    assert not wrong, f"{case.name}\n说明：{case.shows}\n" + "\n".join(wrong) + f"\n得到：\n{described(given)}"


@pytest.mark.parametrize("case", ALL)
def test_a_proposal_is_always_one_that_is_switched_on(case: LawCase) -> None:
    file = parse_case_file({key: value for key, value in case.file.items() if key != "procedure"})
    assert propose(file, book()) in book().changed(file.profile).procedures


# An exception that nobody has recorded does not hold a case up (no trace of the child, no disability, no refusal);
# every other fact does while it is not known.
EXCEPTIONS = {"found_again", "disabled", "child_refuses_vocational", "guardian_refuses", "active_record_found"}


@pytest.mark.parametrize("case", ALL)
def test_to_forget_a_fact_or_lose_a_paper_never_makes_a_case_ready(case: LawCase) -> None:
    if answer(case.file).ready:
        return
    taken = [f"facts.{name}" for name in case.file.get("facts", {}) if name not in EXCEPTIONS]
    taken += [f"child.{field}" for field in case.file["child"]]
    taken += [f"materials.{paper['id']}" for paper in case.file.get("materials", ())]
    taken += [f"visits.{place}" for place, _ in enumerate(case.file.get("visits", ()), start=1)]
    helped = [path for path in taken if answer(changed(case.file, {path: None})).ready]
    assert not helped, f"{case.name}：拿走 {'、'.join(helped)} 之后反而齐备"


def test_every_procedure_has_its_cases() -> None:
    for procedure in book().all_procedures:
        path = next((one for one in paths() if one.stem == procedure), None)
        assert path is not None, f"{procedure} 没有案例文件"
        assert len(list(cases(path))) >= AT_LEAST, f"{procedure} 的案例不足 {AT_LEAST} 个"


@pytest.mark.parametrize("path", paths(), ids=lambda path: path.stem)
def test_names_are_told_apart_and_numbers_are_nobodys(path: Path) -> None:
    names = [case.name for case in cases(path)]
    assert len(names) == len(set(names))
    for number in re.findall(r"(?<![0-9LGJ])[0-9]{17}[0-9X](?![0-9])", path.read_text(encoding="utf-8")):
        assert number.startswith(UNISSUED), number
        assert check_identity_number(number) == number
