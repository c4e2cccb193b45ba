"""One run of an import: reads the kept list, registers good rows in slices, lets bad rows by."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from fuxue.access import actor_for
from fuxue.access.actor import Actor
from fuxue.access.rls import as_actor
from fuxue.intake import reading
from fuxue.intake.models import ImportRun
from fuxue.kernel.errors import Refused
from fuxue.ledger import actions as ledger
from fuxue.ledger.commands import NewChild
from fuxue.registers.rows import BadRow
from fuxue.registers.sheets import Table

SLICE = 1_000  # good rows in one transaction: about a second, so that progress is seen to move
ELSEWHERE = "landing_elsewhere"


def importer(run: ImportRun, now: datetime) -> Actor:
    """Who handed the list in, as they are in office now. Raises Refused when they have left or changed offices."""
    actor = actor_for(run.uploader, now)
    if actor is None or actor.organ_id != run.organ_id:
        raise Refused("importer_left", "交来名单的人已不在原岗位，这份名单不再入库。", todo="请由现任人员重新上传。")
    return actor


class Landing:
    """`reasons` counts bad rows by code, complete once `bad_rows` has ended.

    A slice lands together with the count of rows it brought the run to. Going on after a stop skips that many rows: for
    the same file, columns and day they come in the same order.
    """

    def __init__(self, run: ImportRun, actor: Actor) -> None:
        self._run, self._actor = run, actor
        self._landed = run.done
        self._good: list[NewChild] = []
        self.reasons: Counter[str] = Counter()

    def bad_rows(self, table: Table) -> Iterator[BadRow]:
        """Yields bad rows while good ones land. Raises Refused (`landing_elsewhere`) when another worker is at it."""
        run = self._run
        day = timezone.localdate(run.created_at)
        passed = 0
        with as_actor(self._actor):
            rows = reading.read(table, run.columns, actor=self._actor, today=day)
        for row in rows:
            passed += 1
            if isinstance(row, BadRow):
                self.reasons[row.code] += 1
                yield row
            elif passed > self._landed:
                self._good.append(reading.new_child(row))
                if len(self._good) == SLICE:
                    self._land(passed)
        if passed > self._landed:
            self._land(passed)

    def _land(self, passed: int) -> None:
        with as_actor(self._actor):
            run: ImportRun = ImportRun.objects.select_for_update(of=("self",)).get(pk=self._run.pk)
            if run.done != self._landed or run.state != ImportRun.RUNNING:
                raise Refused(ELSEWHERE, "这份名单正由另一个进程入库。", todo="请等它结束。")
            if self._good:
                registered = ledger.register(
                    actor=self._actor,
                    children=self._good,
                    source=ledger.Source(kind=run.kind, batch=_batch(run), name=run.file_name),
                    key=f"import:{run.pk}:{self._landed}",
                    now=timezone.now(),
                )
                run.opened += len(registered.opened)
                run.known += len(self._good) - len(registered.opened)
            run.done, run.bad, run.reasons = passed, sum(self.reasons.values()), dict(self.reasons)
            run.save(update_fields=["done", "opened", "known", "bad", "reasons"])
        self._landed = passed
        self._good = []


def _batch(run: ImportRun) -> str:
    """A name for the list that can be said aloud and looked up: the day and the beginning of the run's id."""
    return f"{timezone.localdate(run.created_at):%Y%m%d}-{run.pk.hex[:8]}"
