"""Who is acting: a person at a post, as a frozen value. `actor` is never None; the program has its own actor."""

from dataclasses import dataclass

from fuxue.kernel.vocabulary import ROLE_TERMS, Organ, Role


@dataclass(frozen=True, slots=True)
class Actor:
    """A person at one post. `region_code` is the organ's (2, 4, 6, 9 or 12 digits); `school_code` for schools."""

    user_id: int
    name: str
    role: Role
    organ_id: int
    organ_kind: Organ
    organ_name: str
    region_code: str
    school_code: str | None = None
    region_name: str = ""

    @property
    def title(self) -> str:
        return f"{self.name}（{self.organ_name}·{ROLE_TERMS[self.role]}）"


SYSTEM = Actor(
    user_id=0,
    name="系统",
    role=Role.SYSTEM,
    organ_id=0,
    organ_kind=Organ.COUNTY_EDUCATION,
    organ_name="系统",
    region_code="",
)
