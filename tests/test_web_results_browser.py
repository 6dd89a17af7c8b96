"""Results that change in place: what a reader with scripts, and one with the keyboard only, meets."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """The results for *missie*, on a page that counts its documents; nothing on it may complain."""
    with browser.new_context(locale="nl-NL", base_url=site, viewport={"width": 1280, "height": 900}) as context:
        complaints: list[str] = []
        context.set_default_timeout(5000)
        opened = context.new_page()
        opened.on("console", lambda message: complaints.append(message.text))
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.goto("/zoeken?q=missie")
        opened.evaluate("window.stayed = true")
        yield opened
        assert complaints == []


def stayed(page: Page) -> bool:
    """Whether the document is the one that was opened first."""
    return bool(page.evaluate("window.stayed === true"))


def total(page: Page) -> Locator:
    """The heading with the number of letters."""
    return page.get_by_role("heading", level=1)


def box(page: Page, group: str, label: str) -> Locator:
    """A check box of the filters."""
    return page.locator("#filters").get_by_role("group", name=group).get_by_label(label)


def test_a_choice_keeps_the_focus_and_says_the_new_number(page: Page) -> None:
    before = total(page).inner_text()
    defence = box(page, "Ministerie", "Defensie")
    defence.focus()
    page.keyboard.press("Space")
    expect(total(page)).not_to_have_text(before)
    expect(defence).to_be_focused()
    expect(defence).to_be_checked()
    expect(page.locator("#said")).to_have_text(total(page).inner_text())
    assert page.url.endswith("/zoeken?q=missie&ministry=def")
    assert page.title().startswith(f"missie – {total(page).inner_text().partition(' voor')[0]}")
    assert stayed(page)


def test_the_way_back(page: Page) -> None:
    first = total(page).inner_text()
    box(page, "Ministerie", "Defensie").check()
    expect(total(page)).not_to_have_text(first)
    second = total(page).inner_text()
    page.get_by_role("link", name="Oudste").click()
    expect(page.get_by_role("link", name="Oudste")).to_have_attribute("aria-current", "true")
    page.go_back()
    expect(page.get_by_role("link", name="Relevantie")).to_have_attribute("aria-current", "true")
    expect(total(page)).to_have_text(second)
    page.go_back()
    expect(total(page)).to_have_text(first)
    expect(box(page, "Ministerie", "Defensie")).not_to_be_checked()
    page.go_forward()
    expect(box(page, "Ministerie", "Defensie")).to_be_checked()
    assert stayed(page)


def test_a_month_narrows_its_year_and_both_are_let_go_of_together(page: Page) -> None:
    box(page, "Datum", "2022").check()
    june = box(page, "Datum", "juni 2022")
    june.check()
    chips = page.get_by_role("list", name="Filters in gebruik")
    expect(chips).to_have_text(re.compile("juni 2022"))
    expect(chips).not_to_have_text(re.compile("Datum 2022"))
    expect(box(page, "Datum", "2022").first).to_be_checked()
    box(page, "Datum", "2022").first.uncheck()
    expect(chips).to_have_count(0)
    assert stayed(page)


def test_a_chip_a_page_and_another_question(page: Page) -> None:
    box(page, "Ministerie", "Defensie").check()
    page.get_by_role("link", name="Verwijder filter Ministerie Defensie").click()
    expect(page.get_by_role("list", name="Filters in gebruik")).to_have_count(0)
    expect(total(page)).to_be_focused()
    page.get_by_role("link", name="Volgende").click()
    expect(page.locator(".pages [aria-current]")).to_have_text("Bladzijde 2")
    expect(total(page)).to_be_in_viewport()
    page.get_by_label("Zoekvraag").fill("Mali")
    page.get_by_label("Zoekvraag").press("Enter")
    expect(total(page)).to_contain_text("voor Mali")
    assert page.url.endswith("/zoeken?q=Mali")
    assert stayed(page)


def test_the_dates_are_sent_by_enter(page: Page) -> None:
    page.get_by_label("Vanaf").fill("2022")
    page.get_by_label("Vanaf").press("Enter")
    expect(page.get_by_role("list", name="Filters in gebruik")).to_have_text(re.compile("Vanaf 1 januari 2022"))
    expect(page.get_by_label("Vanaf")).to_be_focused()
    page.locator(".histogram").get_by_role("listitem").get_by_role("link").last.click()
    expect(page.get_by_role("list", name="Filters in gebruik")).to_have_text(re.compile("Datum"))
    assert stayed(page)


def test_a_mistake_is_said_on_a_page_of_its_own(browser: Browser, site: str) -> None:
    with browser.new_context(locale="nl-NL", base_url=site) as context:
        page = context.new_page()
        page.goto("/zoeken?q=missie")
        page.get_by_label("Vanaf").fill("2022-02-30")
        page.get_by_label("Vanaf").press("Enter")
        expect(total(page)).to_have_text("Deze vraag is niet te lezen")
        assert page.url.endswith("/zoeken?q=missie&since=2022-02-30")
        expect(page.get_by_label("Zoekvraag")).to_have_value("missie")


def test_a_half_typed_date_waits(page: Page) -> None:
    page.get_by_label("Vanaf").fill("2022-0")
    box(page, "Ministerie", "Defensie").check()
    expect(page.get_by_role("list", name="Filters in gebruik")).to_have_text(re.compile("Defensie"))
    expect(page.get_by_label("Vanaf")).to_have_value("2022-0")
    page.get_by_label("Vanaf").fill("2022-06")
    page.get_by_label("Vanaf").press("Enter")
    expect(page.get_by_role("list", name="Filters in gebruik")).to_have_text(re.compile("Vanaf 1 juni 2022"))
    assert stayed(page)


def test_a_choice_is_not_lost_when_another_list_opens(page: Page) -> None:
    held: list[Route] = []
    page.route("**/zoeken?q=missie&ministry=def", lambda route: held.append(route))  # noqa: PLW0108
    with page.expect_request("**/zoeken?q=missie&ministry=def"):
        box(page, "Ministerie", "Defensie").check()
    page.get_by_role("group", name="Missie").get_by_role("link", name="Alle").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    held[0].continue_()
    expect(page.get_by_role("list", name="Filters in gebruik")).to_have_text(re.compile("Defensie"))
    expect(page.locator("[aria-busy]")).to_have_count(0)


def test_what_is_typed_stays_while_a_filter_is_chosen(page: Page) -> None:
    page.get_by_label("Zoekvraag").fill("Mali")
    box(page, "Ministerie", "Defensie").check()
    expect(page.get_by_role("list", name="Filters in gebruik")).to_have_text(re.compile("Defensie"))
    expect(page.get_by_label("Zoekvraag")).to_have_value("Mali")


def test_the_link_to_the_content_asks_for_nothing(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    assert [address for address in asked if "zoeken" in address] == []


def test_the_last_of_two_questions_is_answered(page: Page) -> None:
    held: list[Route] = []
    page.route("**/zoeken?q=missie&ministry=def", lambda route: held.append(route))  # noqa: PLW0108
    with page.expect_request("**/zoeken?q=missie&ministry=def"):
        box(page, "Ministerie", "Defensie").check()
    page.get_by_label("Zoekvraag").fill("Mali")
    page.get_by_label("Zoekvraag").press("Enter")
    expect(total(page)).to_contain_text("voor Mali")
    assert len(held) == 1
    assert stayed(page)


def test_all_values_of_a_facet_in_a_window(page: Page) -> None:
    page.goto("/zoeken")
    page.evaluate("window.stayed = true")
    page.get_by_role("group", name="Missie").get_by_role("link", name="Alle").click()
    window = page.get_by_role("dialog", name="Missie")
    expect(window.get_by_label("Zoek in deze lijst")).to_be_focused()
    expect(window.get_by_role("checkbox")).to_have_count(29)
    page.keyboard.type("isa")
    expect(window.get_by_role("checkbox")).to_have_count(1)
    window.get_by_label("ISAF").check()
    window.get_by_label("Zoek in deze lijst").fill("kfor")
    expect(window.get_by_label("KFOR")).to_be_visible()
    expect(window.get_by_label("ISAF")).to_be_checked()
    window.get_by_label("KFOR").check()
    window.get_by_role("button", name="Toepassen").click()
    expect(window).to_be_hidden()
    expect(page.get_by_role("list", name="Filters in gebruik").get_by_role("listitem")).to_have_text(
        [re.compile("ISAF"), re.compile("KFOR"), "Alle filters weg"]
    )
    assert page.url.endswith("/zoeken?mission=isaf&mission=kfor")
    assert stayed(page)


def test_all_values_of_a_facet_without_scripts(browser: Browser, site: str) -> None:
    with browser.new_context(locale="nl-NL", base_url=site, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/zoeken")
        page.get_by_role("link", name="Alle 29 … Missie").click()
        page.get_by_label("Zoek in deze lijst").fill("isa")
        page.get_by_label("Zoek in deze lijst").press("Enter")
        expect(page.get_by_role("checkbox")).to_have_count(1)
        page.get_by_label("ISAF").check()
        page.get_by_role("button", name="Toepassen").click()
        expect(page.get_by_role("list", name="Filters in gebruik")).to_contain_text("Missie ISAF")


def test_keys(page: Page) -> None:
    page.keyboard.press("j")
    expect(page.locator(".hits h2 a").nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".hits h2 a").nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator(".hits h2 a").nth(0)).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_label("Zoekvraag")).to_be_focused()
    page.keyboard.type("jk?/")
    expect(page.get_by_label("Zoekvraag")).to_have_value("jk?/")
    page.locator(".hits h2 a").first.focus()
    page.keyboard.press("?")
    window = page.get_by_role("dialog", name="Sneltoetsen")
    expect(window).to_be_visible()
    page.keyboard.press("Escape")
    expect(window).to_be_hidden()
    expect(page.locator(".hits h2 a").first).to_be_focused()


def test_keys_can_be_turned_off_and_stay_so(page: Page) -> None:
    page.get_by_role("button", name="Sneltoetsen").click()
    page.get_by_label("Sneltoetsen gebruiken").uncheck()
    page.get_by_role("button", name="Sluiten").click()
    page.reload()
    page.keyboard.press("j")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.evaluate("document.activeElement === document.body")


def tab_to(page: Page, target: Locator, most: int = 60) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(most):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{most} times Tab do not reach {target}")


def test_a_walk_by_keyboard_from_question_to_the_next_match(page: Page) -> None:
    page.goto("/")
    page.keyboard.type("Takuba terugtrekking")
    page.keyboard.press("Enter")
    expect(total(page)).to_contain_text("Takuba terugtrekking")
    tab_to(page, box(page, "Ministerie", "Defensie"))
    page.keyboard.press("Space")
    expect(page.get_by_role("list", name="Filters in gebruik")).to_contain_text("Ministerie Defensie")
    tab_to(page, page.locator(".hits h2 a").first)
    page.keyboard.press("Enter")
    expect(page.locator("article.letter")).to_be_visible()
    page.keyboard.press("n")
    expect(page.locator("#m1")).to_be_in_viewport()
    page.keyboard.press("n")
    assert page.url.endswith("#m2")
    page.keyboard.press("p")
    assert page.url.endswith("#m1")
    page.go_back()
    expect(page.get_by_role("list", name="Filters in gebruik")).to_contain_text("Ministerie Defensie")
