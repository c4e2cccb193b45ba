"""Who works in the demonstration: people with posts, and the file that tells how to sign in as each of them."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fuxue.access import actions
from fuxue.access.actor import SYSTEM, Actor
from fuxue.access.models import Organ
from fuxue.access.seating import actor_at
from fuxue.demo.places import Directory
from fuxue.kernel.vocabulary import Organ as Kind
from fuxue.kernel.vocabulary import Role
from fuxue.synth.chance import chance
from fuxue.synth.names import adult
from fuxue.synth.places import MIDDLE, County, Region, School

FILE = "accounts.json"


@dataclass(frozen=True, slots=True)
class Seat:
    """A township where people are at work: in its office, in one village and in one school."""

    township: Region
    village: Region
    school: School


@dataclass(frozen=True, slots=True)
class Crew:
    """The people of a seat."""

    village_worker: Actor
    registrar: Actor
    officer: Actor


@dataclass(frozen=True, slots=True)
class Staff:
    """A county's people; crews by township code; `desks` are those who answer referrals, by kind of organ."""

    crews: Mapping[str, Crew]
    reviewer: Actor
    second_reviewer: Actor
    approver: Actor
    desks: Mapping[Kind, Actor]


@dataclass(frozen=True, slots=True)
class Account:
    username: str
    password: str
    actor: Actor

    def as_json(self) -> dict[str, str]:
        return {
            "username": self.username,
            "password": self.password,
            "role": self.actor.role.value,
            "organ": self.actor.organ_name,
            "region_code": self.actor.region_code,
            "name": self.actor.name,
        }


class Hiring:
    """Makes accounts one after another; the first that are made come first in the file."""

    def __init__(self, now: datetime) -> None:
        self.accounts: list[Account] = []
        self._now = now
        self._names: set[str] = set()

    def hire(self, username: str, role: Role, organ: Organ) -> Actor:
        password = f"fuxue-demo-2026-{len(self.accounts) + 1}"
        user = actions.create_user(
            actor=SYSTEM,
            username=username,
            name=self._name(username),
            password=password,
            now=self._now,
            must_change_password=False,
        )
        post = actions.create_post(actor=SYSTEM, user=user, role=role, organ=organ, now=self._now)
        actor = actor_at(post)
        self.accounts.append(Account(username, password, actor))
        return actor

    def _name(self, username: str) -> str:
        rng = chance("staff", username)
        name = adult(rng)
        while name in self._names:
            name = adult(rng)
        self._names.add(name)
        return name


def seats_of(county: County, places: Sequence[int]) -> tuple[Seat, ...]:
    """The townships at `places` with the village and the school that have people there."""
    return tuple(
        Seat(town, county.villages_of(town.code)[1], county.schools_of(town.code, MIDDLE)[0])
        for town in (county.townships[place] for place in places)
    )


def staff_home(hiring: Hiring, county: County, directory: Directory, seats: Sequence[Seat]) -> Staff:
    """The home county's people. The first of `seats` has the accounts that a visitor signs in with."""
    education = directory.of(Kind.COUNTY_EDUCATION, county.county.code)
    first = _crew(hiring, directory, seats[0], "")
    reviewer = hiring.hire("county-reviewer", Role.COUNTY_REVIEWER, education)
    second = hiring.hire("county-reviewer-2", Role.COUNTY_REVIEWER, education)
    approver = hiring.hire("county-approver", Role.COUNTY_APPROVER, education)
    desks = {
        Kind.POLICE_STATION: hiring.hire(
            "police", Role.POLICE_DESK, directory.of(Kind.POLICE_STATION, seats[0].township.code)
        ),
        Kind.EXPERT_COMMITTEE: hiring.hire(
            "committee", Role.COMMITTEE_SECRETARY, directory.of(Kind.EXPERT_COMMITTEE, county.county.code)
        ),
        Kind.COURT: hiring.hire("court", Role.COURT_CLERK, directory.of(Kind.COURT, county.county.code)),
    }
    hiring.hire("city", Role.CITY_OFFICER, directory.of(Kind.CITY_EDUCATION, county.city.code))
    hiring.hire("province", Role.PROVINCE_OFFICER, directory.of(Kind.PROVINCE_EDUCATION, county.province.code))
    hiring.hire("auditor", Role.AUDITOR, education)
    hiring.hire("system-admin", Role.SYSTEM_ADMIN, education)
    hiring.hire("security-admin", Role.SECURITY_ADMIN, education)
    for place, name in ((county.city.code, "city"), (county.province.code, "province")):
        kind = Kind.CITY_EDUCATION if name == "city" else Kind.PROVINCE_EDUCATION
        hiring.hire(f"{name}-system-admin", Role.SYSTEM_ADMIN, directory.of(kind, place))
        hiring.hire(f"{name}-security-admin", Role.SECURITY_ADMIN, directory.of(kind, place))
    crews = {seats[0].township.code: first}
    for seat in seats[1:]:
        crews[seat.township.code] = _crew(hiring, directory, seat, f"-{seat.township.code[6:]}")
    return Staff(crews, reviewer, second, approver, desks)


def staff_neighbour(hiring: Hiring, county: County, directory: Directory, seat: Seat) -> Staff:
    """The county next door, with one township at work."""
    education = directory.of(Kind.COUNTY_EDUCATION, county.county.code)
    crew = _crew(hiring, directory, seat, "", "neighbour-")
    reviewer = hiring.hire("neighbour-county-reviewer", Role.COUNTY_REVIEWER, education)
    second = hiring.hire("neighbour-county-reviewer-2", Role.COUNTY_REVIEWER, education)
    approver = hiring.hire("neighbour-county-approver", Role.COUNTY_APPROVER, education)
    return Staff({seat.township.code: crew}, reviewer, second, approver, {})


def _crew(hiring: Hiring, directory: Directory, seat: Seat, ending: str, beginning: str = "") -> Crew:
    village = directory.of(Kind.VILLAGE_COMMITTEE, seat.village.code)
    government = directory.of(Kind.TOWNSHIP_GOVERNMENT, seat.township.code)
    return Crew(
        hiring.hire(f"{beginning}village{ending}", Role.VILLAGE_WORKER, village),
        hiring.hire(f"{beginning}school{ending}", Role.SCHOOL_REGISTRAR, directory.schools[seat.school.code]),
        hiring.hire(f"{beginning}township{ending}", Role.TOWNSHIP_OFFICER, government),
    )


def write(folder: Path, accounts: Sequence[Account]) -> None:
    """`accounts.json`, readable by its owner only, whole or not at all."""
    unfinished = folder / f".{FILE}.part"
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump([account.as_json() for account in accounts], out, ensure_ascii=False, indent=2)
    unfinished.replace(folder / FILE)
