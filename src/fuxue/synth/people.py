"""Children of a synthetic county and the households they live in."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from fuxue.synth.chance import chance
from fuxue.synth.names import Family, family, given
from fuxue.synth.numbers import Sex, identity_number, phone, student_number
from fuxue.synth.places import MIDDLE, PRIMARY, County, Region, School


@dataclass(frozen=True, slots=True)
class Child:
    """`school` is where the child is, or last was, on the roll; None where the child has never been."""

    name: str
    sex: Sex
    birth: date
    id_number: str
    people: str
    village: Region
    school: School | None
    student_number: str | None
    guardian: str
    guardian_relation: str
    guardian_phone: str
    address: str


class Population:
    """Draws children one after another; no two share an identity number or a phone number."""

    def __init__(self, county: County, seed: int) -> None:
        self._county = county
        self._rng = chance(seed, county.county.code, "people")
        self._orders: dict[tuple[date, Sex], int] = {}
        self._phones = int(county.county.code) % 1000 * 10_000

    def child(self, birth: date, *, village: Region, school: School | None, on_roll: bool = True) -> Child:
        """A child born on `birth`; `on_roll` says whether they hold a formal student number."""
        return self._member(family(self._rng), birth, village, school, on_roll=on_roll)

    def twins(self, birth: date, *, village: Region, school: School | None) -> tuple[Child, Child]:
        """Two children of one household and birthday: same guardian and telephone, different numbers."""
        house = family(self._rng)
        first = self._member(house, birth, village, school, on_roll=True)
        second = self._member(house, birth, village, school, on_roll=True)
        return first, replace(
            second,
            guardian=first.guardian,
            guardian_relation=first.guardian_relation,
            guardian_phone=first.guardian_phone,
            address=first.address,
        )

    def _member(self, house: Family, birth: date, village: Region, school: School | None, *, on_roll: bool) -> Child:
        rng = self._rng
        sex: Sex = "male" if rng.random() < 0.53 else "female"
        number = self._number(birth, sex)
        father = rng.random() < 0.6
        self._phones += 1
        return Child(
            name=given(rng, house, sex),
            sex=sex,
            birth=birth,
            id_number=number,
            people=house.people,
            village=village,
            school=school,
            student_number=student_number(number) if school and on_roll else None,
            guardian=house.father if father else house.mother,
            guardian_relation="父亲" if father else "母亲",
            guardian_phone=phone(self._phones),
            address=f"{self._county.county.name}{village.full}{rng.randint(1, 12)}组{rng.randint(1, 90)}号",
        )

    def _number(self, birth: date, sex: Sex) -> str:
        order = self._orders.get((birth, sex), self._rng.randint(0, 40))
        self._orders[(birth, sex)] = order + 1
        return identity_number(self._county.county.code, birth, order, sex)


def birth_at_age(rng: Random, age: int, today: date) -> date:
    """A day on which a child who is `age` full years old `today` can have been born; never today's own birthday."""
    return date(today.year - age, today.month, min(today.day, 28)) - timedelta(days=rng.randint(20, 330))


def school_for(rng: Random, county: County, village: Region, age: int) -> School:
    """The school nearest to the village for a child of `age`: primary to 12, then the township's middle school."""
    township = village.parent or ""
    fitting = county.schools_of(township, PRIMARY if age < 12 else MIDDLE) or county.schools_of(township, PRIMARY)
    return rng.choice(fitting)
