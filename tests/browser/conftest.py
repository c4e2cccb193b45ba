from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from tests.web import county

Open = Callable[..., Page]


@pytest.fixture
def home(transactional_db: None) -> county.County:
    county.upper("532999")
    return county.county("532999", "本")


@pytest.fixture
def case_id(home: county.County) -> UUID:
    return county.child(home)


@pytest.fixture
def sign_in(browser: Browser, live_server: Any, home: county.County) -> Iterator[Open]:
    """A fresh browser context signed in as somebody. At the end no page may have logged an error or a CSP violation."""
    complaints: list[str] = []
    contexts = []

    def sign(who: str, *, width: int = 1366, height: int = 768, place: str = "本") -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, base_url=live_server.url)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/login/")
        page.get_by_label("登录名").fill(f"{place}{who}")
        page.get_by_label("密码").fill(county.PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: "/login/" not in url)
        return page

    yield sign
    for context in contexts:
        context.close()
    # A refused form answers 422, which Chromium notes as a failed load; that is the answer meant.
    assert [text for text in complaints if "422" not in text] == []


def serious(page: Page) -> list[str]:
    """What axe calls serious or critical on the page as it stands."""
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['target']}" for v in found if v["impact"] in {"serious", "critical"}]
