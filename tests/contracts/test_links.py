"""Every link and picture inside the documents leads to a file that is in the repository."""

import re
from pathlib import Path

import pytest
from tests.contracts.source import ROOT, tracked

LINK = re.compile(r"\]\(([^)\s]+)\)")
PAGES = [name for name in tracked() if name.suffix == ".md"]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_lead_somewhere(page: Path) -> None:
    known = set(tracked()) | {parent for name in tracked() for parent in name.parents}
    targets = [link.split("#")[0] for link in LINK.findall((ROOT / page).read_text(encoding="utf-8"))]
    places = {(ROOT / page.parent / target).resolve().relative_to(ROOT) for target in targets if "://" not in target}
    assert sorted(str(place) for place in places - known) == []


def test_there_are_pages() -> None:
    assert {Path("README.md"), Path("README.en.md"), Path("docs/tour.md"), Path("docs/operations.md")} <= set(PAGES)
