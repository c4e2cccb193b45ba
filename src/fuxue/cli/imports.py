"""`fuxue import`: a list is checked and, when it is a suspected list, landed; the bad rows come back in a copy."""

import json
import os
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fuxue.cli.session import data_folder, data_option, database, json_option, start_django
from fuxue.kernel.errors import Invalid, Refused, Where
from fuxue.registers.catalogue import SCHEMAS
from fuxue.registers.headings import map_headings, require
from fuxue.registers.rows import BadRow, read_rows
from fuxue.registers.schema import Schema
from fuxue.registers.sheets import open_table

if TYPE_CHECKING:
    from fuxue.access.actor import Actor
    from fuxue.intake.models import ImportRun
    from fuxue.intake.preview import Preview


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--kind",
    type=click.Choice(list(SCHEMAS)),
    required=True,
    help="名单类别：" + "、".join(f"{kind} {schema.title}" for kind, schema in SCHEMAS.items()) + "。",
)
@data_option
@click.option("--as", "username", help="以谁的名义导入（登录名）；全县只有一位县级审核人员时可以不写。")
@click.option("--columns", multiple=True, metavar="栏目=列", help="指定由哪一列充当，例如 姓名=A；可以写几次。")
@click.option("--preview", "only_preview", is_flag=True, help="只看结果，不入库。")
@click.option("--rejects", type=click.Path(path_type=Path), help="退回名单写到哪里；不写时放在原文件旁边。")
@json_option
def import_(
    file: Path,
    kind: str,
    data: Path | None,
    username: str | None,
    columns: tuple[str, ...],
    only_preview: bool,
    rejects: Path | None,
    as_json: bool,
) -> None:
    """导入名单 FILE（xlsx、xls、csv）。不合格的行写进退回名单，改好后再导入即可。"""
    if not file.is_file():
        raise Invalid("unreadable_file", "没有这个文件。", Where(file=str(file)), todo="请核对文件名。")
    chosen = _chosen(columns, SCHEMAS[kind])
    if kind != "suspected":
        _only_check(file, SCHEMAS[kind], chosen, as_json)
        return
    with database(data_folder(data)):
        start_django()
        result = _import(file, username, chosen, only_preview, rejects or file.with_name(f"{file.stem}-退回.xlsx"))
    click.echo(json.dumps(result, ensure_ascii=False) if as_json else _words(result))


# --- Choosing columns ------------------------------------------------------------------------------------------------
def _chosen(pairs: tuple[str, ...], schema: Schema) -> dict[str, int]:
    """`姓名=A` or `name=1` → {"name": 0}. Raises Invalid with what may be written."""
    titles = {field.title: field.name for field in schema.fields} | {name: name for name in schema.by_name}
    chosen = {}
    for pair in pairs:
        title, _, column = pair.partition("=")
        if title.strip() not in titles:
            known = "、".join(field.title for field in schema.fields)
            raise Invalid("mapping_unknown_field", f"没有“{title}”这一栏目。", todo=f"可以写：{known}。")
        chosen[titles[title.strip()]] = _column(column.strip())
    return chosen


def _column(text: str) -> int:
    """A → 0, AA → 26, 1 → 0; a dash or nothing → -1 (none)."""
    if text in ("", "-"):
        return -1
    if text.isascii() and text.isdigit() and int(text):
        return int(text) - 1
    if text.isascii() and text.isalpha() and len(text) <= 2:
        number = 0
        for letter in text.upper():
            number = number * 26 + ord(letter) - ord("A") + 1
        return number - 1
    raise Invalid("mapping_no_such_column", f"“{text}”不是列号。", todo="请写成 A、B、AA 或 1、2、27 这样。")


# --- The suspected list ----------------------------------------------------------------------------------------------
def _import(
    file: Path, username: str | None, chosen: Mapping[str, int], only_preview: bool, rejects: Path
) -> dict[str, Any]:
    from django.utils import timezone  # noqa: PLC0415 - Django is loaded by now

    from fuxue.access.rls import as_actor  # noqa: PLC0415
    from fuxue.intake import actions, preview  # noqa: PLC0415
    from fuxue.intake.files import rejects_file  # noqa: PLC0415

    actor = _actor(username)
    with as_actor(actor):
        run = actions.start(actor=actor, source=file, name=file.name, now=timezone.now(), chosen=chosen or None)
        seen = preview.load(run.id)
        if seen is None or seen.missing or only_preview:
            actions.withdraw(actor=actor, run_id=run.id)
    if seen is None or seen.missing:
        raise _unmapped(file, seen)
    if only_preview:
        return _previewed(seen)
    run = actions.run_import(run.id)
    result = _landed(run, seen)
    if run.bad:
        _hand_out(rejects_file(run.id), rejects)
        result["rejects"] = str(rejects)
    return result


def _actor(username: str | None) -> "Actor":
    """The person named; else the one county reviewer there is. Raises Refused asking for --as."""
    from django.utils import timezone  # noqa: PLC0415

    from fuxue.access import SYSTEM, actor_for  # noqa: PLC0415
    from fuxue.access.models import User  # noqa: PLC0415
    from fuxue.access.rls import as_actor  # noqa: PLC0415
    from fuxue.kernel.vocabulary import Role  # noqa: PLC0415

    now = timezone.now()
    with as_actor(SYSTEM):
        if username:
            actor = actor_for(User.objects.filter(username=username).first(), now)
            if actor is None:
                raise Refused("no_such_person", f"没有在岗的“{username}”。", todo="请用 --as 写登录名。")
            return actor
        holders = User.objects.filter(posts__role=Role.COUNTY_REVIEWER.value).distinct()
        held = [actor for actor in (actor_for(user, now) for user in holders) if actor]
    reviewers = [actor for actor in held if actor.role is Role.COUNTY_REVIEWER]
    if len(reviewers) != 1:
        raise Refused(
            "who_imports",
            f"有 {len(reviewers)} 位县级审核人员，不知道以谁的名义导入。",
            todo="请用 --as 写登录名。",
        )
    return reviewers[0]


def _unmapped(file: Path, seen: "Preview | None") -> Invalid:
    missing = seen.missing if seen else ()
    headings = seen.headings if seen else ()
    found = "、".join(f"“{heading.strip()}”" for heading in headings if heading.strip())
    return Invalid(
        "headings_missing",
        f"缺少{'、'.join(f'“{term}”' for term in missing)}列。",
        Where(file=file.name),
        why=f"找到的标题是：{found}。",
        todo="请补上这一列，或用 --columns 指定，例如 --columns 姓名=A。",
    )


def _previewed(seen: "Preview") -> dict[str, Any]:
    return {
        "preview": True,
        "rows": seen.total,
        "good": seen.good,
        "bad": seen.bad,
        "known": seen.known,
        "reasons": dict(seen.reasons),
        "unknown_columns": list(seen.unknown),
    }


def _landed(run: "ImportRun", seen: "Preview") -> dict[str, Any]:
    return {
        "preview": False,
        "run": str(run.id),
        "rows": run.total,
        "opened": run.opened,
        "known": run.known,
        "bad": run.bad,
        "reasons": run.reasons,
        "unknown_columns": list(seen.unknown),
    }


def _hand_out(kept: Path, to: Path) -> None:
    """A copy that only its owner may read: it holds whole numbers."""
    try:
        with (
            kept.open("rb") as source,
            os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as copy,
        ):
            shutil.copyfileobj(source, copy)
    except OSError as error:
        raise Refused(
            "rejects_not_written",
            f"名单已入库，但退回名单写不进 {to}（{error.strerror}）。",
            todo="退回名单仍可在网页“导入名单”里下载。",
        ) from None


def _words(result: Mapping[str, Any]) -> str:
    from fuxue.intake.reasons import described  # noqa: PLC0415

    if result["preview"]:
        counts = f"合格 {result['good']} 行，会退回 {result['bad']} 行；其中 {result['known']} 行此前已入库"
        lines = [f"共 {result['rows']} 行：{counts}。预览，没有入库。"]
    else:
        lines = [f"共 {result['rows']} 行：新建案件 {result['opened']} 个，{result['known']} 行此前已入库。"]
        if result["bad"]:
            lines.append(f"退回 {result['bad']} 行，原因写在 {result['rejects']}，改好后再导入这一份即可。")
    lines += [f"  {words}：{count} 行" for words, count in described(result["reasons"])]
    if result["unknown_columns"]:
        lines.append(f"没有用到的列：{'、'.join(result['unknown_columns'])}。")
    return "\n".join(lines)


# --- Other registers -------------------------------------------------------------------------------------------------
def _only_check(file: Path, schema: Schema, chosen: Mapping[str, int], as_json: bool) -> None:
    """Registers that cases are screened from: they are read and checked, and said not to have landed."""
    table = open_table(file, file.name, schema)
    reasons: dict[str, int] = {}
    good = 0
    try:
        mapping = map_headings(table.headings, schema, chosen)
        require(mapping, table.headings, schema, file.name)
        for row in read_rows(table.rows(), mapping.columns, schema, today=date.today()):  # noqa: DTZ011 - the local day
            if isinstance(row, BadRow):
                reasons[row.code] = reasons.get(row.code, 0) + 1
            else:
                good += 1
    finally:
        table.close()
    bad = sum(reasons.values())
    says = f"{schema.title}用于比对筛查，比对功能提供以后才能入库；这次只作检查，没有入库。"
    if as_json:
        body = {"preview": True, "landed": False, "good": good, "bad": bad, "reasons": reasons, "says": says}
        click.echo(json.dumps(body, ensure_ascii=False))
        return
    from fuxue.intake.reasons import described  # noqa: PLC0415

    click.echo(f"共 {good + bad} 行：合格 {good} 行，不合格 {bad} 行。")
    for words, count in described(reasons):
        click.echo(f"  {words}：{count} 行")
    click.echo(says)
