"""The site as a reader meets it: a real browser, a real server, the real index of the corpus."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def page(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    """A page of 1280 px wide; nothing on it may complain."""
    context = browser.new_context(
        base_url=site, java_script_enabled=request.param, viewport={"width": 1280, "height": 900}
    )
    complaints: list[str] = []
    context.set_default_timeout(5000)
    opened = context.new_page()
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


def test_from_question_to_marked_letter(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Zoekvraag").fill("MINUSMA")
    page.get_by_role("button", name="Zoeken").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("MINUSMA")

    page.get_by_role("region", name="Ministerie").get_by_role("link", name="Defensie").click()
    expect(page.get_by_role("list", name="Filters in gebruik")).to_contain_text("Ministerie Defensie")
    year = page.get_by_role("region", name="Datum").get_by_role("link").first
    label = year.locator(".label").inner_text()
    count = year.locator(".count").inner_text().split()[0]
    year.click()
    expect(page.get_by_role("list", name="Filters in gebruik")).to_contain_text(f"Datum {label}")
    expect(heading).to_contain_text(f"{count} brie")
    results = page.url

    page.get_by_role("article").first.get_by_role("link").first.click()
    expect(page.locator("mark").first).to_be_visible()
    page.get_by_role("link", name="Terug naar de resultaten").click()
    assert page.url == results
    page.get_by_role("link", name="Verwijder filter Ministerie Defensie").click()
    expect(page.get_by_role("list", name="Filters in gebruik")).not_to_contain_text("Defensie")


def test_stepping_through_the_matches_of_a_letter(page: Page) -> None:
    page.goto("/zoeken?q=Takuba")
    page.get_by_role("article").first.get_by_role("link").first.click()
    page.get_by_role("link", name="treffer").first.click()
    expect(page.locator("#m1")).to_be_in_viewport()
    page.locator(".stepper:visible").get_by_role("link", name="Volgende treffer").click()
    expect(page.locator("#m2")).to_be_in_viewport()
    page.locator(".stepper:visible").get_by_role("link", name="Vorige treffer").click()
    assert page.url.endswith("#m1")


def test_the_keyboard_reaches_the_content_first(page: Page) -> None:
    page.goto("/zoeken?q=Mali")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


@pytest.mark.parametrize(
    "path", ["/", "/zoeken?q=Mali", "/zoeken?q=xyzzy&date=1990", "/hulp", "/brief/kst-1-2", "letter"]
)
def test_nothing_sticks_out_at_320_px(browser: Browser, site: str, path: str) -> None:
    with browser.new_context(base_url=site, viewport={"width": 320, "height": 640}) as context:
        narrow = context.new_page()
        narrow.goto("/zoeken?q=Nederland" if path == "letter" else path)
        if path == "letter":
            narrow.get_by_role("article").first.get_by_role("link").first.click()
        for summary in narrow.locator("summary").all():
            summary.click()
        assert narrow.evaluate("document.documentElement.scrollWidth") == 320
