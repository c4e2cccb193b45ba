"""Scans for the papers: a child's own for the accounts a visitor signs in with, otherwise from a small pool."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from multiprocessing import get_context

from fuxue.demo.places import police_station, township_government
from fuxue.demo.scripts import PaperScript
from fuxue.synth.people import Child
from fuxue.synth.places import VOCATIONAL, County, Region
from fuxue.synth.scan import SheetText, draw_sheet
from fuxue.synth.scan.layouts import chinese_date

VARIANTS = 3  # pictures of one kind in the pool
OFFICIALS = ("何文斌", "周丽娟", "马志强", "杨秀英")
SIGNED_BY_OFFICIALS = frozenset({"committee_certificate", "visit_record", "education_plan"})


@dataclass(frozen=True, slots=True)
class Order:
    """A picture to draw; `key` tells pictures apart."""

    key: str
    kind: str
    text: SheetText


def order(key: str, script: PaperScript, child: Child, county: County, day: date) -> Order:
    """The sheet of `script` about `child`, the work having been done on `day`."""
    township = county.region(child.village.parent or "")
    school = child.school.name if child.school else _first_school(county, township)
    issuer = _organ_name(script.issuer, county, township, school, child)
    issued = day - timedelta(days=script.ago)
    inked = {"guardian": child.guardian, "child": child.name}
    signers = tuple(inked[who] for who in script.signers)
    if not signers:
        signers = OFFICIALS if script.kind == "committee_certificate" else OFFICIALS[:1]
        signers = (*signers, child.guardian) if script.kind == "visit_record" else signers
    text = SheetText(
        name=child.name,
        sex="男" if child.sex == "male" else "女",
        birth=chinese_date(child.birth),
        number=child.id_number,
        address=child.address,
        guardian=child.guardian,
        relation=child.guardian_relation,
        county=county.county.name,
        school=school,
        issuer=issuer,
        date=chinese_date(issued),
        event=chinese_date(issued - timedelta(days=1)),
        note=script.note,
        diagnosis="急性淋巴细胞白血病（治疗中）",
        staff="、".join(OFFICIALS[:2]),
        seals=tuple(
            (_organ_name(seal, county, township, school, child), "round", _below(seal)) for seal in script.seals
        ),
        signers=signers,
    )
    return Order(key, script.drawn_as or script.kind, text)


def _first_school(county: County, township: Region) -> str:
    return next(school.name for school in county.schools if school.township == township.code)


def _below(organ: str) -> str:
    return "户口专用章" if organ == "household_registrar" else ""


def _organ_name(organ: str, county: County, township: Region, school: str, child: Child) -> str:
    name = county.county.name
    vocational = next((s.name for s in county.schools if s.category == VOCATIONAL), name)
    names: Mapping[str, str] = {
        "household_registrar": police_station(county, township),
        "police_station": police_station(county, township),
        "county_police": f"{name}公安局",
        "hospital": f"{name}人民医院",
        "county_education": f"{name}教育体育局",
        "county_health": f"{name}卫生健康局",
        "county_disabled_federation": f"{name}残疾人联合会",
        "expert_committee": f"{name}残疾人教育专家委员会",
        "township_government": township_government(township),
        "court": f"{name}人民法院",
        "school": school,
        "vocational_school": vocational,
        "guardian": child.guardian,
    }
    return names[organ]


@contextmanager
def drawing(orders: Iterable[Order]) -> Iterator[Callable[[], dict[str, bytes]]]:
    """Begins to draw on all cores; the call it gives waits for the pictures and returns each by its key."""
    wanted = {item.key: item for item in orders}
    workers = min(4, os.cpu_count() or 1)
    # A fresh interpreter per worker, which loads `synth` only: a forked one would hold our database connection.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        kinds, texts = [item.kind for item in wanted.values()], [item.text for item in wanted.values()]
        drawn = pool.map(draw_sheet, kinds, texts, chunksize=2)
        yield lambda: dict(zip(wanted, drawn, strict=True))
