"""The histogram of dates in a real browser: by mouse, by keyboard, by finger, and without scripts."""

import re
import threading
from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import render_template_string, request
from playwright.sync_api import Browser, Locator, Page, expect
from werkzeug.serving import make_server

from search.request import SearchEngine
from web import urls
from web.app import create_app
from web.histogram import histogram

pytestmark = pytest.mark.browser

Open = Callable[..., Page]

PAGE = """
<!doctype html>
{% from "_histogram.html" import histogram %}
{% set script = assets["histogram.js"] %}
<html lang="nl">
<title>Brieven</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="{{ urls.ICON }}">
<link rel="stylesheet" href="{{ assets["style.css"].href }}">
<script type="module" src="{{ script.href }}" integrity="{{ script.integrity }}"></script>
<h1>Brieven</h1>
<div class="frame"><div class="answer">{{ histogram(chart) }}</div></div>
"""


@pytest.fixture(scope="module")
def plain_site(engine: SearchEngine) -> Iterator[str]:
    """The address of a server whose results have a histogram and nothing else."""
    app = create_app(engine)

    def results() -> str:
        search = urls.parse(request.args)
        return render_template_string(PAGE, chart=histogram(search, engine.search(search)))

    app.view_functions["pages.results"] = results
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()


@pytest.fixture
def open_page(browser: Browser, plain_site: str) -> Iterator[Open]:
    """Opens a page of the width given, on which nothing may complain."""
    complaints: list[str] = []
    contexts = []

    def opened(path: str = "/zoeken", width: int = 1280, **options: bool) -> Page:
        context = browser.new_context(
            base_url=plain_site, locale="nl", viewport={"width": width, "height": 600}, **options
        )
        context.set_default_timeout(5000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def bar(page: Page, label: str) -> Locator:
    """The bar of a period that has letters."""
    return page.get_by_role("listitem").get_by_role("link", name=re.compile(f"^{label}: "))


def strip(page: Page, label: str) -> Locator:
    """All that belongs to the bar of a period."""
    return page.locator(f'.bar[data-label="{label}"] .hit')


def parameters(page: Page) -> list[tuple[str, str]]:
    """Those of the page's address."""
    return parse_qsl(urlsplit(page.url).query)


def drag(page: Page, first: str, last: str) -> None:
    """Press the button over one bar and move to another."""
    strip(page, first).hover()
    page.mouse.down()
    box = strip(page, last).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_year_opens_its_months_and_lets_go(open_page: Open, scripts: bool) -> None:
    page = open_page(java_script_enabled=scripts)
    bar(page, "2013").click()
    assert parameters(page) == [("date", "2013")]
    expect(page.get_by_role("heading", name="Brieven per maand")).to_be_visible()
    bar(page, "juni 2013").click()
    assert parameters(page) == [("date", "2013-06")]
    expect(bar(page, "juni 2013")).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="Heel 2013").click()
    assert parameters(page) == [("date", "2013")]
    page.get_by_role("link", name="Alle jaren").click()
    assert parameters(page) == []


def test_the_top_of_the_strip_belongs_to_the_bar(open_page: Open) -> None:
    page = open_page()
    strip(page, "2003").click(position={"x": 3, "y": 3})
    assert parameters(page) == [("date", "2003")]


def test_dragging_chooses_a_range(open_page: Open) -> None:
    page = open_page("/zoeken?date=2013&date=2018&size=25")
    drag(page, "2015", "2013")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^2013 tot en met 2015: [0-9]+ brieven$"))
    page.mouse.up()
    page.wait_for_url("**since=*")
    assert parameters(page) == [("size", "25"), ("since", "2013-01-01"), ("until", "2015-12-31")]
    expect(page.get_by_role("listitem").last).to_be_visible()


def test_a_drag_that_comes_back_does_nothing(open_page: Open) -> None:
    page = open_page()
    drag(page, "2013", "2015")
    strip(page, "2013").hover()
    page.mouse.up()
    expect(page.get_by_role("status")).to_be_empty()
    expect(page.locator(".within")).to_have_count(0)
    assert parameters(page) == []
    bar(page, "2013").click()
    assert parameters(page) == [("date", "2013")]


def test_escape_ends_a_drag(open_page: Open) -> None:
    page = open_page()
    drag(page, "2013", "2015")
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".within")).to_have_count(0)
    assert parameters(page) == []


def test_the_keyboard_has_one_stop_and_arrows(open_page: Open) -> None:
    page = open_page()
    expect(page.locator(".bar [tabindex='0']")).to_have_count(1)
    page.locator("h1").click()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.locator(".bar :focus").count():
            break
    labels = [element.get_attribute("data-label") for element in page.get_by_role("listitem").all()]
    expect(bar(page, str(labels[-1]))).to_be_focused()
    for key, label in (
        ("ArrowLeft", labels[-2]),
        ("Home", labels[0]),
        ("ArrowLeft", labels[0]),
        ("ArrowRight", labels[1]),
    ):
        page.keyboard.press(key)
        expect(bar(page, str(label))).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("summary:focus")).to_have_text("Als tabel")
    page.keyboard.press("Shift+Tab")
    expect(bar(page, str(labels[1]))).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**date={labels[1]}")


def test_arrows_pass_over_years_without_letters(open_page: Open) -> None:
    page = open_page()
    bar(page, "2004").focus()
    page.keyboard.press("ArrowRight")
    expect(bar(page, "2006")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(bar(page, "2004")).to_be_focused()


def test_shift_and_arrows_choose_a_range(open_page: Open) -> None:
    page = open_page("/zoeken?date=2013&date=2018")
    status = page.get_by_role("status")
    bar(page, "2013").focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(status).to_have_text(re.compile(r"^2013 tot en met 2015: [0-9]+ brieven$"))
    expect(page.locator(".within")).to_have_count(3)
    page.keyboard.press("Escape")
    expect(status).to_be_empty()
    page.keyboard.press("Shift+ArrowLeft")
    expect(status).to_have_text(re.compile("^2014 tot en met 2015: "))
    page.keyboard.press("Enter")
    page.wait_for_url("**since=*")
    assert parameters(page) == [("since", "2014-01-01"), ("until", "2015-12-31")]


def test_a_range_ends_with_the_focus(open_page: Open) -> None:
    page = open_page()
    bar(page, "2013").focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Tab")
    expect(page.get_by_role("status")).to_be_empty()


def test_whoever_shows_the_page_himself_may_do_so(open_page: Open) -> None:
    page = open_page()
    page.evaluate(
        """addEventListener("kb:visit", (event) => {
            event.preventDefault();
            document.querySelector("h1").textContent = event.detail.href;
        })"""
    )
    bar(page, "2013").focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("/zoeken?since=2013-01-01&until=2014-12-31")
    assert parameters(page) == []


def test_a_swapped_figure_works_again(open_page: Open) -> None:
    page = open_page()
    page.evaluate(
        """() => {
            const root = document.querySelector(".answer");
            root.innerHTML = root.innerHTML.replaceAll(/tabindex="-?[01]"/g, "");
            document.dispatchEvent(new CustomEvent("kb:swapped", { detail: { root } }));
        }"""
    )
    expect(page.locator(".bar [tabindex='0']")).to_have_count(1)
    bar(page, "2013").focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.get_by_role("status")).to_have_text(re.compile("^2013 tot en met 2014: "))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_narrow_window_scrolls_the_box_and_not_the_page(open_page: Open, scripts: bool) -> None:
    page = open_page(width=360, java_script_enabled=scripts)
    strips = [box for hit in page.locator(".hit").all() if (box := hit.bounding_box())]
    assert min(box["width"] for box in strips) >= 24
    assert strips[-1]["x"] + strips[-1]["width"] <= 360, "the newest is in sight"
    assert strips[0]["x"] < 0
    bar(page, "1999").focus()
    oldest = strip(page, "1999").bounding_box()
    assert oldest is not None
    assert oldest["x"] >= 0


def test_the_chosen_year_is_in_sight(open_page: Open) -> None:
    page = open_page("/zoeken?date=1999&date=2000", width=360)
    box = strip(page, "1999").bounding_box()
    assert box is not None
    assert box["x"] >= 0


def test_a_finger_scrolls(open_page: Open) -> None:
    page = open_page(width=360, has_touch=True)
    session = page.context.new_cdp_session(page)
    box = strip(page, "2015").bounding_box()
    assert box is not None
    at = {"x": box["x"] + 12, "y": box["y"] + 60}
    moves = [("touchMove", [at | {"x": at["x"] + by}]) for by in (20, 60, 100, 150)]
    for kind, points in (("touchStart", [at]), *moves, ("touchEnd", [])):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    page.wait_for_function("document.querySelector('.plot').scrollLeft < -100")
    expect(page.locator(".within")).to_have_count(0)
    assert parameters(page) == []


def test_the_numbers_as_a_table(open_page: Open) -> None:
    page = open_page("/zoeken?since=2013&until=2015")
    page.get_by_text("Als tabel").click()
    table = page.get_by_role("table", name="Brieven per jaar")
    shown = [tuple(row.split("\t")) for row in table.inner_text().splitlines() if row.startswith("20")]
    bars = page.locator(".histogram .bar")
    drawn = bars.evaluate_all("bars => bars.map((bar) => [bar.dataset.label, bar.dataset.count])")
    assert shown == [tuple(bar) for bar in drawn]
    assert [label for label, _ in shown] == ["2013", "2014", "2015"]
