"""Every page, wide and narrow, light and dark: nothing sticks out, and `make pictures` keeps the pictures."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

KEPT = Path(__file__).parent / "pictures"
PAGES = {
    "home": "/",
    "results": "/zoeken?q=missie+Mali",
    "filtered": "/zoeken?q=missie&ministry=def&date=2022",
    "empty": "/zoeken?q=Minsuma&ministry=def",
    "error": "/zoeken?page=abc",
    "letter": "/brief/brief-2022-02-17-beeindiging-takuba?q=Takuba+terugtrekking",
    "summary": "/brief/kst-29521-466?q=MINUSMA",
    "help": "/hulp",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_pictures(browser: Browser, site: str, tmp_path: Path, width: int, scheme: str) -> None:
    folder = KEPT if os.environ.get("KBSEARCH_PICTURES") else tmp_path
    context = browser.new_context(
        base_url=site,
        viewport={"width": width, "height": 900 if width > 600 else 740},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    widths = {}
    for name, path in PAGES.items():
        page.goto(path)
        widths[name] = page.evaluate("document.documentElement.scrollWidth")
        page.screenshot(path=folder / f"{name}-{width}-{scheme}.png")
    context.close()
    assert widths == dict.fromkeys(PAGES, width)
