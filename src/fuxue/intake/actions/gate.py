"""What every step asks first: may this person, is it their list, is the file still there, are the columns known."""

from uuid import UUID

from fuxue.access.actor import Actor
from fuxue.intake import files, reading
from fuxue.intake.models import ImportRun
from fuxue.kernel.errors import Invalid, Refused, Where
from fuxue.ledger.rights import MAY_REGISTER
from fuxue.registers.sheets import Table


def may_import(actor: Actor) -> None:
    if actor.role not in MAY_REGISTER or not actor.organ_id:
        raise Refused("not_your_list", "您的岗位不能导入名单。", todo="请由县级审核、乡镇或学校经办人员导入。")


def mine(actor: Actor, run_id: UUID) -> ImportRun:
    """The run of the actor's own organ, locked. Raises Refused as for one that does not exist."""
    may_import(actor)
    runs = ImportRun.objects.visible_to(actor).filter(organ_id=actor.organ_id)
    run: ImportRun | None = runs.select_for_update(of=("self",)).filter(pk=run_id).first()
    if run is None:
        raise Refused("no_such_run", "没有这份名单。")
    return run


def kept_table(run: ImportRun) -> Table:
    if not files.list_file(run.id).exists():
        raise Refused("list_gone", "名单文件已经删除。", todo="请重新上传。")
    return reading.open_list(run.id, run.file_name)


def require_columns(run: ImportRun) -> None:
    """Raises Invalid (`headings_missing`) while a needed column is not pointed out."""
    missing = [group for group in reading.SCHEMA.required if not any(name in run.columns for name in group)]
    if missing:
        wanted = "、".join(f"“{reading.SCHEMA.term(group)}”" for group in missing)
        raise Invalid("headings_missing", f"缺少{wanted}列。", Where(file=run.file_name), todo="请指定由哪一列充当。")
