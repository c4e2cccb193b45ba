"""`fuxue guideline check|show` and `fuxue assess`: the rules without a database and without Django."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import click

from fuxue.guideline import Profile, RuleBook, load_rules, read_case_file
from fuxue.guideline import assess as assess_case
from fuxue.guideline.show import assessment_text, overview, procedure_text
from fuxue.kernel.errors import FuxueError, Invalid, Where

_PROFILE = click.option(
    "--profile",
    "profile_path",
    type=click.Path(path_type=Path),
    help="省（县）配置文件（YAML），只写与默认不同的开关。",
)


def _stop(error: FuxueError) -> NoReturn:
    click.echo(str(error), err=True)
    sys.exit(2)


def _book(profile_path: Path | None) -> RuleBook:
    return RuleBook(load_rules(), Profile.load(profile_path))


def _guarded(work: Callable[[], None]) -> None:
    try:
        work()
    except FuxueError as error:
        _stop(error)


@click.group()
def guideline() -> None:
    """工作指引的规则。"""


@guideline.command("check")
@_PROFILE
@click.option("--rules", "folder", type=click.Path(path_type=Path), help="规则文件夹（默认用内置规则）。")
def check(profile_path: Path | None, folder: Path | None) -> None:
    """检查全部规则文件和配置，打印数量和校验值。"""

    def work() -> None:
        book = RuleBook(load_rules(folder), Profile.load(profile_path))
        every = book.all_procedures.values()
        conditions = sum(len(one.conditions) for one in every) + len(book.rules.gate.conditions)
        click.echo(f"规则正确。版本 {book.version}")
        click.echo(
            f"情形 {len(every)} 种（启用 {len(book.procedures)} 种），条件 {conditions} 条，"
            f"材料要求 {sum(len(one.papers) for one in every)} 项，步骤 {sum(len(one.steps) for one in every)} 步"
        )
        click.echo(f"最早的核对日期 {min(book.rules.checked.values())}")
        click.echo(f"校验值 sha256 {book.sha256}")

    _guarded(work)


@guideline.command("show")
@click.argument("procedure", required=False)
@_PROFILE
def show(procedure: str | None, profile_path: Path | None) -> None:
    """打印一种情形的规则；不写情形时列出全部。"""

    def work() -> None:
        book = _book(profile_path)
        if procedure is None:
            click.echo(overview(book))
            return
        matches = [one for one in book.all_procedures.values() if procedure in (one.id, one.clause, one.title)]
        if not matches:
            known = "、".join(f"{one.id}（{one.title}）" for one in book.all_procedures.values())
            raise Invalid("procedure_unknown", f"没有“{procedure}”这种情形，可用的有：{known}。")
        click.echo("\n\n".join(procedure_text(one, book) for one in matches))

    _guarded(work)


@click.command("assess")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="打印一个 JSON 对象。")
@_PROFILE
def assess(file: Path, as_json: bool, profile_path: Path | None) -> None:
    """评估一个案件文件：是否适用、还缺什么、下一步由谁办。"""

    def work() -> None:
        try:
            case = read_case_file(file)
            answer = assess_case(case, _book(profile_path))
        except FuxueError as error:
            if error.where.file is None:
                error.where = Where(file=file.name, column=error.where.column)
            raise
        if as_json:
            click.echo(json.dumps(answer.as_json(), ensure_ascii=False, indent=2))
        else:
            click.echo(assessment_text(answer, load_rules().procedures[answer.procedure].title))

    _guarded(work)
