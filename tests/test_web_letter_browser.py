"""A letter as its reader meets it: stepping through matches, and taking its reference along."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser

LETTER = "/brief/brief-2022-02-17-beeindiging-takuba"
WITH_MATCHES = f"{LETTER}?q=Takuba"


def opened(context: BrowserContext, path: str = WITH_MATCHES) -> Page:
    """The letter, in a browser that does not wait long."""
    context.set_default_timeout(5000)
    page = context.new_page()
    answer = page.goto(path)
    assert answer is not None
    assert answer.ok
    return page


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """The letter with its matches, with scripts."""
    context = browser.new_context(base_url=site, locale="nl-NL", permissions=["clipboard-read", "clipboard-write"])
    yield opened(context)
    context.close()


def test_stepping_without_scripts(browser: Browser, site: str) -> None:
    with browser.new_context(base_url=site, locale="nl-NL", java_script_enabled=False) as context:
        page = opened(context)
        page.get_by_role("link", name=re.compile("treffers in de tekst")).click()
        stepper = page.locator(".stepper:visible")
        expect(page.locator("#m1")).to_be_in_viewport()
        expect(stepper).to_have_text(re.compile(r"1 van \d+"))
        stepper.get_by_role("link", name="volgende").click()
        expect(page.locator("#m2")).to_be_in_viewport()
        stepper.get_by_role("link", name="vorige").click()
        assert page.url.endswith("#m1")
        expect(page.get_by_role("button", name=re.compile("Kopieer|treffer"))).to_have_count(0)


def test_stepping_by_keys_leaves_no_history(page: Page) -> None:
    status = page.get_by_role("group", name="Treffers in de tekst").get_by_role("status")
    last = page.locator(".text mark[id]").count()
    before = page.evaluate("history.length")
    for key, number in (("n", 1), ("n", 2), ("p", 1), ("p", last), ("n", 1)):
        page.keyboard.press(key)
        expect(status).to_contain_text(f"{number} van {last}")
        expect(page.locator(f"#m{number}")).to_be_in_viewport()
        assert page.url.endswith(f"#m{number}")
    assert page.evaluate("history.length") == before
    expect(page.locator(".stepper")).to_have_count(0)


def test_a_match_is_told_with_the_words_around_it(page: Page) -> None:
    page.keyboard.press("n")
    expect(page.locator(".steps [role=status]")).to_have_text(
        re.compile(r"1 van \d+: .*besluit van Takuba-partners om")
    )


def test_stepping_by_buttons_keeps_the_focus(page: Page) -> None:
    following = page.get_by_role("button", name="Volgende treffer")
    following.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#m2")).to_be_in_viewport()
    expect(following).to_be_focused()
    page.get_by_role("button", name="Vorige treffer").click()
    expect(page.locator(".steps [role=status]")).to_contain_text("1 van")


def test_stepping_begins_where_one_reads(page: Page) -> None:
    page.evaluate("document.documentElement.style.scrollBehavior = 'auto'; scrollTo(0, document.body.scrollHeight)")
    page.keyboard.press("n")
    expect(page.locator(".steps [role=status]")).to_contain_text("1 van")
    page.goto(LETTER + "?q=Takuba#p3")
    page.keyboard.press("n")
    assert int(page.url.rpartition("#m")[2]) > 3


@pytest.mark.parametrize("keys", ["Control+n", "Alt+n", "Meta+p", "N"])
def test_other_keys_do_nothing(page: Page, keys: str) -> None:
    page.keyboard.press(keys)
    assert "#" not in page.url


def test_keys_that_are_typed_do_nothing(page: Page) -> None:
    page.get_by_label("Zoekvraag").press_sequentially("np")
    expect(page.get_by_label("Zoekvraag")).to_have_value("npTakuba")
    assert "#" not in page.url


def test_keys_that_are_switched_off_do_nothing(page: Page) -> None:
    page.evaluate("document.documentElement.dataset.keys = 'off'")
    page.keyboard.press("n")
    assert "#" not in page.url
    page.evaluate("document.documentElement.dataset.keys = 'on'")
    page.keyboard.press("n")
    assert page.url.endswith("#m1")


def test_the_bar_has_large_targets(page: Page) -> None:
    boxes = [button.bounding_box() for button in page.locator(".steps button, .copy").all()]
    assert [box is not None and min(box["width"], box["height"]) >= 24 for box in boxes] == [True] * 4


@pytest.mark.parametrize(
    ("button", "text"),
    [
        ("Kopieer de verwijzing", "Brief van de Minister van Buitenlandse Zaken, de Minister van Defensie en"),
        ("Kopieer de vaste link", "/brief/brief-2022-02-17-beeindiging-takuba"),
    ],
)
def test_taking_along(page: Page, button: str, text: str) -> None:
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text("Gekopieerd", exact=True)).to_be_visible()
    assert text in page.evaluate("navigator.clipboard.readText()")


def test_what_cannot_be_copied_is_selected(browser: Browser, site: str) -> None:
    with browser.new_context(base_url=site, locale="nl-NL") as context:
        context.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
        page = opened(context)
        page.get_by_role("button", name="Kopieer de vaste link").click()
        expect(page.locator("#vaste-link")).to_be_visible()
        assert page.evaluate("getSelection().toString()") == page.locator("#vaste-link").inner_text()


def test_one_click_selects_the_address_without_scripts(browser: Browser, site: str) -> None:
    with browser.new_context(base_url=site, locale="nl-NL", java_script_enabled=False) as context:
        page = opened(context)
        page.locator("#vaste-link").click(click_count=2)
        assert page.evaluate("getSelection().toString().trim()") == page.locator("#vaste-link").inner_text()


def test_on_paper_there_is_the_text_and_how_to_cite_it(page: Page) -> None:
    page.emulate_media(media="print")
    shown = {
        ".searchbox": False,
        ".text": True,
        "#verwijzing": True,
        "#vaste-link": True,
        ".copy": False,
        ".steps": False,
        ".matches": False,
        ".card > :not(.taking)": False,
    }
    assert {place: page.locator(place).first.is_visible() for place in shown} == shown
