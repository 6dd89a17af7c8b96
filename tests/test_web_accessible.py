"""WCAG 2.2 AA in a real browser: the rules that axe-core knows, and the behaviour that it cannot see."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from tests.pages import PAGES, STATUS, in_language

pytestmark = pytest.mark.browser

PROBES: Final = Path(__file__).with_name("probes.js")
RULES: Final = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
}
"""https://github.com/dequelabs/axe-core/blob/develop/doc/API.md#options-parameter"""

SCHEMES: Final = ("light", "dark")
WIDTHS: Final = (1280, 360)
ENGLISH: Final = ("home", "filtered", "letter", "help")
MOST_STOPS: Final = 200


class View(NamedTuple):
    """How the reader looks at the pages."""

    name: str
    options: dict[str, Any]


def view(name: str, width: int = 1280, height: int = 900, **options: Any) -> View:
    """A window of this size in CSS pixels, with other options of Playwright's `Browser.new_context`."""
    window = {"viewport": {"width": width, "height": height}, "locale": "nl-NL", "reduced_motion": "reduce"}
    return View(name, window | options)


LOOKS: Final = [
    view(f"{width} {scheme}", width, color_scheme=scheme) for scheme, width in itertools.product(SCHEMES, WIDTHS)
]
WIDE, NARROW, ZOOMED = view("wide"), view("320 px", 320, 640), view("400 %", 320, 256, device_scale_factor=4)
"""A window of 1280 by 1024 pixels shows 320 by 256 of them at 400 %."""
FORCED: Final = view("forced colours", forced_colors="active")
FINGER: Final = view("touch", 360, 740, has_touch=True, is_mobile=True)


@pytest.fixture(scope="module")
def page(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    """A window as the test's `View` describes it, with the probes; tests share it, each goes to its own page."""
    with browser.new_context(base_url=site, **request.param.options) as context:
        context.set_default_timeout(10_000)
        context.add_init_script(path=PROBES)
        yield context.new_page()


def seen(*views: View) -> pytest.MarkDecorator:
    """Run the test in each of these windows."""
    return pytest.mark.parametrize("page", views, ids=[one.name for one in views], indirect=True, scope="module")


def visit(page: Page, name: str, language: str = "nl") -> None:
    """Go to a page of the list, and open all that can be opened on it."""
    answer = page.goto(PAGES[name] if language == "nl" else in_language(PAGES[name], language))
    assert answer is not None
    assert answer.status == STATUS[name]
    probe(page, "openAll")


def violations(page: Page) -> list[str]:
    """What axe-core has against the page: the rule, the element, and what to do."""
    page.evaluate(AXE_SCRIPT)
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}: {' '.join(node['failureSummary'].split())}"
        for violation in page.evaluate("async rules => (await axe.run(rules)).violations", RULES)
        for node in violation["nodes"]
    ]


def probe(page: Page, name: str) -> Any:
    """What this function of `probes.js` returns."""
    return page.evaluate(f"probes.{name}()")


def found(page: Page, *names: str) -> dict[str, list[str]]:
    """What each of these probes finds, by its name; nothing of those that find nothing."""
    return {name: lines for name in names if (lines := probe(page, name))}


@seen(*LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_axe(page: Page, name: str) -> None:
    visit(page, name)
    assert violations(page) == []


@seen(WIDE)
@pytest.mark.parametrize("name", ENGLISH)
def test_axe_in_english(page: Page, name: str) -> None:
    visit(page, name, "en")
    assert violations(page) == []


def _suggest(page: Page) -> None:
    page.get_by_role("combobox").first.fill("minus")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")


def _show_keys(page: Page) -> None:
    page.locator("#show-keys").click()
    page.locator("#keys[open]").wait_for()


def _show_values(page: Page) -> None:
    page.goto("/zoeken")
    probe(page, "openAll")
    page.locator(".facet .all").first.click()
    page.locator("#values[open] [type=checkbox]").first.wait_for()


def _sort(page: Page) -> None:
    page.get_by_role("link", name="Nieuwste").click()
    page.wait_for_url("**sort=newest**")


DOINGS: Final = pytest.mark.parametrize(
    "done", [_suggest, _show_keys, _show_values, _sort], ids=["suggestions", "keys", "values", "sorted"]
)


@seen(*LOOKS)
@DOINGS
def test_axe_after_something_was_done(page: Page, done: Callable[[Page], None]) -> None:
    visit(page, "results")
    done(page)
    assert (violations(page), found(page, "sticksOut", "smallTargets")) == ([], {})


@seen(FORCED)
@DOINGS
def test_forced_colours_after_something_was_done(page: Page, done: Callable[[Page], None]) -> None:
    visit(page, "results")
    done(page)
    assert found(page, "alikeWhenChosen", "unmarked") == {}


@seen(WIDE, NARROW, ZOOMED, FINGER)
@pytest.mark.parametrize("name", PAGES)
def test_everything_fits_and_can_be_hit(page: Page, name: str) -> None:
    visit(page, name)
    assert found(page, "sticksOut", "smallTargets") == {}


@seen(WIDE, NARROW)
@pytest.mark.parametrize("name", PAGES)
def test_the_readers_own_text_spacing_cuts_nothing(page: Page, name: str) -> None:
    visit(page, name)
    probe(page, "spaceText")
    assert found(page, "cutText", "sticksOut") == {}


@seen(FORCED)
@pytest.mark.parametrize("name", PAGES)
def test_forced_colours_keep_choices_matches_and_focus(page: Page, name: str) -> None:
    visit(page, name)
    page.keyboard.press("Tab")
    assert found(page, "alikeWhenChosen", "unmarked", "hiddenFocus") == {}


@seen(WIDE, ZOOMED)
@pytest.mark.parametrize("name", PAGES)
def test_the_focus_is_seen(page: Page, name: str) -> None:
    visit(page, name)
    page.keyboard.press("Tab")
    assert found(page, "hiddenFocus") == {}


@seen(WIDE)
@pytest.mark.parametrize("name", PAGES)
def test_the_keyboard_reaches_everything_in_order(page: Page, name: str) -> None:
    visit(page, name)
    for _ in range(min(probe(page, "watchFocus"), MOST_STOPS)):
        page.keyboard.press("Tab")
    assert found(page, "outOfOrder") == {}


@seen(WIDE)
@pytest.mark.parametrize("name", PAGES)
def test_nothing_moves_for_who_asks_for_that(page: Page, name: str) -> None:
    visit(page, name)
    assert found(page, "motion") == {}


@seen(WIDE)
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_says_what_it_is(page: Page, name: str, language: str) -> None:
    visit(page, name, language)
    assert probe(page, "outline") == {"lang": language, "h1": 1, "landmarks": [1, 1, 1], "skips": "main"}


@seen(WIDE)
def test_every_page_has_a_title_of_its_own(page: Page) -> None:
    titles: dict[str, list[str]] = {}
    for name in PAGES:
        visit(page, name)
        titles.setdefault(page.title(), []).append(name)
    assert [names for title, names in titles.items() if len(names) > 1 or not title] == []
