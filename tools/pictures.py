"""Takes the pictures of README and tour from a running demo: `python -m tools.pictures ADDRESS DATA`."""

import json
import re
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
OUT = Path(__file__).resolve().parents[1] / "docs" / "pictures"
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}


def signed_in(browser: Browser, address: str, account: dict[str, str], size: dict[str, int]) -> Page:
    page = browser.new_page(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")  # type: ignore[arg-type]
    page.goto(f"{address}/login/")
    page.fill("[name=username]", account["username"])
    page.fill("[name=password]", account["password"])
    page.click("main button[type=submit]")
    page.wait_for_url(f"{address}/")
    return page


def telling_case(page: Page, address: str) -> str:
    """A case on its way: papers and visits are there, something is still missing, nothing is hidden from the reader."""
    for state in ("collecting", "returned", "verifying"):
        page.goto(f"{address}/cases/?state={state}")
        for path in dict.fromkeys(re.findall(r"/cases/[0-9a-f-]{36}/", page.content())):
            page.goto(address + path)
            text = page.inner_text("body")
            if "缺少" in text and "家访" in text and "查看范围" not in text:
                return f"{address}{path}"
    raise SystemExit("演示里没有可拍的个案。")


def main(address: str, data: str) -> None:
    accounts = {a["role"]: a for a in reversed(json.loads((Path(data) / "accounts.json").read_text("utf-8")))}
    OUT.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        registrar = signed_in(browser, address, accounts["school_registrar"], DESK)
        registrar.screenshot(path=OUT / "work.png")
        case = telling_case(registrar, address)
        registrar.goto(case, wait_until="networkidle")
        registrar.screenshot(path=OUT / "case.png")
        reviewer = signed_in(browser, address, accounts["county_reviewer"], DESK)
        reviewer.goto(f"{address}/cases/")
        reviewer.screenshot(path=OUT / "list.png")
        phone = signed_in(browser, address, accounts["school_registrar"], PHONE)
        phone.goto(case, wait_until="networkidle")
        phone.screenshot(path=OUT / "phone.png")
        browser.close()


main(*sys.argv[1:3])
