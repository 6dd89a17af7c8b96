"""The site as a reader meets it: a real browser, a real server, the real index of the corpus."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def page(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    """A page of 1280 px wide; nothing on it may complain."""
    context = browser.new_context(
        locale="nl-NL",
        base_url=site,
        java_script_enabled=request.param,
        viewport={"width": 1280, "height": 900},
    )
    complaints: list[str] = []
    context.set_default_timeout(5000)
    opened = context.new_page()
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


def choose(page: Page, box: Locator) -> None:
    """Check a box of the filters, and send them where no script does."""
    box.check()
    if not page.evaluate("document.documentElement.dataset.keys"):
        page.get_by_role("button", name="Toepassen").click()


def test_from_question_to_marked_letter(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Zoekvraag").fill("MINUSMA")
    page.get_by_role("button", name="Zoeken").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("MINUSMA")

    choose(page, page.get_by_role("group", name="Ministerie").get_by_label("Defensie"))
    expect(page.get_by_role("list", name="Filters in gebruik")).to_contain_text("Ministerie Defensie")
    year = page.get_by_role("group", name="Datum").get_by_role("checkbox").first
    line = year.locator("xpath=..")
    label, count = line.locator(".label").inner_text(), line.locator(".count").inner_text().split()[0]
    choose(page, year)
    expect(page.get_by_role("list", name="Filters in gebruik")).to_contain_text(f"Datum {label}")
    expect(heading).to_contain_text(f"{count} brie")
    results = page.url

    page.get_by_role("article").first.get_by_role("link").first.click()
    expect(page.locator("mark").first).to_be_visible()
    page.get_by_role("link", name="Terug naar de resultaten").click()
    assert page.url == results.removesuffix("&since=&until=")
    page.get_by_role("link", name="Verwijder filter Ministerie Defensie").click()
    expect(page.get_by_role("list", name="Filters in gebruik")).not_to_contain_text("Defensie")


def test_the_keyboard_reaches_the_content_first(page: Page) -> None:
    page.goto("/zoeken?q=Mali")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


@pytest.fixture
def box(browser: Browser, site: str) -> Iterator[Locator]:
    """The search box of the home page, in a browser with scripts."""
    with browser.new_context(locale="nl-NL", base_url=site, viewport={"width": 1280, "height": 900}) as context:
        context.set_default_timeout(5000)
        opened = context.new_page()
        opened.goto("/")
        yield opened.get_by_role("combobox", name="Zoekvraag")


def chosen(box: Locator) -> Locator:
    """The option that the box points at."""
    return box.page.locator(f"#{box.get_attribute('aria-activedescendant')}")


def test_suggestions_by_keyboard(box: Locator) -> None:
    page = box.page
    options = page.get_by_role("option")
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("evaluatie minus")
    expect(options).to_have_text(["MINUSMA missie 3 brieven", "minusma "], use_inner_text=False)
    expect(box).to_have_attribute("aria-expanded", "true")
    assert box.get_attribute("aria-controls") == page.get_by_role("listbox").get_attribute("id")
    assert box.get_attribute("aria-activedescendant") is None

    box.press("ArrowUp")
    expect(chosen(box)).to_have_text("minusma ")
    box.press("ArrowDown")
    expect(chosen(box)).to_have_text("MINUSMA missie 3 brieven")
    expect(chosen(box)).to_have_attribute("aria-selected", "true")
    assert page.locator("[aria-selected=true]").count() == 1
    box.press("Enter")
    expect(box).to_have_value("evaluatie missie:minusma")
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(options).to_have_count(0)

    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("evaluatie missie:minusma")


def test_escape_closes_the_list_and_keeps_the_question(box: Locator) -> None:
    box.press_sequentially("minus")
    expect(box.page.get_by_role("listbox")).to_be_visible()
    box.press("Escape")
    expect(box.page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("minus")
    box.press("ArrowDown")
    expect(box.page.get_by_role("listbox")).to_be_visible()
    box.press("Tab")
    expect(box.page.get_by_role("listbox")).to_be_hidden()


def test_enter_without_a_choice_asks_what_was_typed(box: Locator) -> None:
    box.press_sequentially("minus")
    expect(box.page.get_by_role("listbox")).to_be_visible()
    box.press("Enter")
    box.page.wait_for_url("**/zoeken?q=minus")


def test_a_suggestion_by_mouse_in_the_middle(box: Locator) -> None:
    box.fill("🙂 buitenlandse za evaluatie")
    for _ in " evaluatie":
        box.press("ArrowLeft")
    box.press("k")
    box.press("Backspace")
    box.page.get_by_role("option", name="Buitenlandse Zaken ministerie").click()
    expect(box).to_have_value("🙂 ministerie:bz evaluatie")
    expect(box).to_be_focused()
    assert box.evaluate("box => box.selectionStart") == len("🙂 ministerie:bz") + 1


def test_a_late_answer_is_not_shown(box: Locator) -> None:
    held: list[Route] = []
    box.page.route("**/api/suggest?q=takub&*", lambda route: held.append(route))  # noqa: PLW0108 - it marks what it is given
    with box.page.expect_request("**/api/suggest?q=takub&*"):
        box.fill("takub")
    box.fill("minus")
    expect(box.page.get_by_role("option").first).to_have_text("MINUSMA missie 3 brieven")
    for route in held:
        route.abort()
    expect(box.page.get_by_role("option").first).to_have_text("MINUSMA missie 3 brieven")
    assert len(held) == 1


def test_no_answer_is_no_list(box: Locator) -> None:
    box.page.route("**/api/suggest*", lambda route: route.abort())
    with box.page.expect_event("requestfailed"):
        box.press_sequentially("minus")
    expect(box.page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("minus")


def test_without_scripts_the_box_is_a_plain_one(browser: Browser, site: str) -> None:
    with browser.new_context(locale="nl-NL", base_url=site, java_script_enabled=False) as context:
        plain = context.new_page()
        plain.goto("/")
        plain.get_by_role("searchbox", name="Zoekvraag").press_sequentially("minusma")
        expect(plain.get_by_role("listbox")).to_have_count(0)
        plain.keyboard.press("Enter")
        plain.wait_for_url("**/zoeken?q=minusma")


@pytest.mark.parametrize("width", [320, 1280])
def test_suggestions_stay_on_the_page(browser: Browser, site: str, width: int) -> None:
    with browser.new_context(locale="nl-NL", base_url=site, viewport={"width": width, "height": 640}) as context:
        page = context.new_page()
        page.goto("/zoeken?q=Mali")
        page.get_by_label("Zoekvraag").fill("buitenl")
        expect(page.get_by_role("option")).to_have_count(8)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        expect(page.get_by_role("option").first).to_be_in_viewport()
