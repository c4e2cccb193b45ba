"""The synthetic county is the same every time, has the right size, and its numbers belong to nobody."""

from datetime import date

from fuxue.kernel.identity import check_identity_number
from fuxue.synth.people import Population
from fuxue.synth.places import home_county, neighbour_county
from fuxue.synth.scan import KINDS, SheetText, draw_sheet

BIRTH = date(2014, 11, 3)
TEXT = SheetText(
    name="阿木拉者", sex="男", birth="2014年11月3日", number="532999201411030210", address="望禾县石崖镇",
    guardian="阿木木呷",
    relation="父亲", county="望禾县", school="望禾县石崖初级中学", issuer="望禾县教育局", date="2026年3月9日",
    seals=(("望禾县教育局", "round", ""),), signers=("李明远",),
)  # fmt: skip


def test_the_county_has_its_townships_villages_and_schools() -> None:
    county = home_county()
    assert (len(county.townships), len(county.villages), len(county.schools)) == (12, 120, 40)
    codes = [s.code for s in (*county.schools, *neighbour_county().schools)]
    assert len(set(codes)) == len(codes)
    assert {len(code) for code in codes} == {10}
    assert {s.category for s in county.schools} == {"21", "31", "36", "51"}
    known = {region.code for region in county.regions}
    assert all(region.parent in known for region in county.regions if region.parent)


def test_children_have_valid_numbers_in_an_unissued_area_and_no_two_share_one() -> None:
    county = home_county()
    people = Population(county, 1)
    children = [people.child(BIRTH, village=county.villages[i], school=county.schools[0]) for i in range(60)]
    for child in children:
        assert check_identity_number(child.id_number) == child.id_number
        assert child.id_number.startswith("532999")
        assert child.guardian_phone.startswith("120")
    assert len({child.id_number for child in children}) == 60


def test_the_same_seed_gives_the_same_children_and_another_gives_others() -> None:
    county = home_county()

    def names(seed: int) -> list[str]:
        people = Population(county, seed)
        return [people.child(BIRTH, village=county.villages[0], school=None).name for _ in range(20)]

    assert names(7) == names(7)
    assert names(7) != names(8)


def test_twins_share_the_household_and_not_the_number() -> None:
    county = home_county()
    first, second = Population(county, 3).twins(BIRTH, village=county.villages[0], school=county.schools[0])
    assert (first.guardian, first.address, first.birth) == (second.guardian, second.address, second.birth)
    assert first.id_number != second.id_number


def test_every_kind_of_paper_is_drawn_the_same_twice() -> None:
    for kind in sorted(KINDS):
        drawn = draw_sheet(kind, TEXT)
        assert drawn.startswith(b"\xff\xd8\xff")
        assert drawn == draw_sheet(kind, TEXT)
