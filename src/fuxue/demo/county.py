"""Builds the demonstration: places, people, cases in every state. Made once; a finished one is left as it is."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from fuxue.access.models import Region
from fuxue.demo import accounts, cases
from fuxue.demo.pictures import drawing
from fuxue.demo.places import make_places
from fuxue.demo.plans import Plan, Planner
from fuxue.fieldwork.actions import run_due
from fuxue.kernel.errors import Refused
from fuxue.synth.places import home_county, neighbour_county

PROFILE = """\
# 演示用的本县配置：四项本地扩展全部启用。正式使用时须有本地文件依据。
extensions: [already_enrolled, identity_error, went_abroad, judicial_custody]
"""
AT_WORK = (1, 0, 3, 6, 9)  # townships whose people have accounts; the first is the one a visitor signs in to
AT_ONCE = 2  # cases worked on side by side: while one waits for the database, the other computes
IN_POST_SINCE = timedelta(days=800)  # longer ago than the oldest step of any case


def build(*, data_dir: Path, say: Callable[[str], None]) -> None:
    """Make the county in an empty database and write `accounts.json` last: it says that all of it is there.

    Raises `Refused` (`demo_half_made`) when an earlier try broke off, or the database holds something else.
    """
    if (data_dir / accounts.FILE).exists():
        return
    if Region.objects.exists():
        raise Refused(
            "demo_half_made", f"{data_dir} 里的演示数据没有做完，或不是演示数据。", todo="请删除这个目录后重新运行。"
        )
    _Build(data_dir, say, timezone.now()).run()


class _Build:
    def __init__(self, data_dir: Path, say: Callable[[str], None], now: datetime) -> None:
        self._folder, self._say, self._now = data_dir, say, now
        self._county, self._neighbour = home_county(), neighbour_county()
        self._seats = accounts.seats_of(self._county, AT_WORK)
        self._outside = accounts.seats_of(self._neighbour, (1,))

    def run(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (self._folder / "profile.yaml").write_text(PROFILE, encoding="utf-8")
        today = timezone.localdate(self._now)
        home = Planner(self._county, self._seats, today).home()
        next_door = Planner(self._neighbour, self._outside, today).neighbour()
        orders = [*cases.pictures_for(self._county, home), *cases.pictures_for(self._neighbour, next_door)]
        hiring = accounts.Hiring(self._now - IN_POST_SINCE)
        self._say(f"开始绘制 {len(orders)} 张材料扫描件")
        with drawing(orders) as pictures:
            with transaction.atomic():
                offices = self._people(hiring)
            self._say("等扫描件绘制完")
            drawn = pictures()
        for office, plans in zip(offices, (home, next_door), strict=True):
            self._cases(office, plans, drawn)
        self._say("到期的延缓入学（休学）重新开启")
        self._lapse()
        accounts.write(self._folder, hiring.accounts)

    def _people(self, hiring: accounts.Hiring) -> tuple[cases.Office, cases.Office]:
        self._say("建立两个虚构的县：区划和单位")
        inside, outside = (make_places(county, now=self._now) for county in (self._county, self._neighbour))
        self._say("建立人员和岗位")
        home = accounts.staff_home(hiring, self._county, inside, self._seats)
        next_door = accounts.staff_neighbour(hiring, self._neighbour, outside, self._outside[0])
        return (
            cases.Office(self._county, inside, home, self._now),
            cases.Office(self._neighbour, outside, next_door, self._now),
        )

    def _cases(self, office: cases.Office, plans: list[Plan], pictures: Mapping[str, bytes]) -> None:
        name = office.county.county.name
        self._say(f"{name}：登记 {len(plans)} 名儿童")
        opened = cases.register_all(office, plans)
        self._say(f"{name}：办理个案")
        lines = [cases.Work(office, plan, opened[plan.number], pictures) for plan in plans]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for done in [pool.submit(_work, lines[turn::AT_ONCE]) for turn in range(AT_ONCE)]:
                done.result()

    def _lapse(self) -> None:
        """Once for a week ago, so that one of them is already waiting, and once for today."""
        morning = datetime.combine(timezone.localdate(self._now), time(), tzinfo=timezone.get_default_timezone())
        for moment in (morning - timedelta(days=8), self._now):
            run_due(moment)


def _work(lines: Sequence[cases.Work]) -> None:
    """In a thread of its own, with the database connection that belongs to it."""
    try:
        for line in lines:
            line.run()
    finally:
        connection.close()
