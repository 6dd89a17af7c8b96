"""The whole result as a file: which letters, under what name, and what happens when it cannot be given."""

import csv
import datetime
import io
import json
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from http.client import HTTPConnection, IncompleteRead

import pytest
from flask.testing import FlaskClient

from index.errors import IndexUnusable
from index.letter import Letter
from search.formats import FORMATS
from search.request import IndexInfo, Listing, SearchEngine, SearchRequest
from tests.serving import running
from web.app import create_app
from web.programs.exports import file_name

INFO = IndexInfo(3, "2026-11-24T12:00:00Z", "v1")
DAY = datetime.date(2026, 11, 27)
WRITTEN = {form.ending: form for form in FORMATS}


@dataclass
class Shelf:
    """An engine with so many letters, which breaks before letter ``broken``; it remembers how many were read."""

    size: int = 3
    broken: int | None = None
    read: list[int] = field(default_factory=list)

    def listing(self, request: SearchRequest) -> Listing:
        """All letters."""
        return Listing(request, self.size, (), INFO, self.letters())

    def letters(self) -> Iterator[Letter]:
        """The letters one by one."""
        for number in range(self.size):
            if number == self.broken:
                raise IndexUnusable("de index is stuk; voer uit: kbindex --rebuild")
            self.read.append(number)
            yield Letter(id=f"b-{number}", title=f"\ud800 {number}", text="", path="b.txt")

    def info(self) -> IndexInfo:
        """What the index holds."""
        return INFO


def client(engine: SearchEngine) -> FlaskClient:
    """A client of the site over this engine."""
    return create_app(engine).test_client()


@pytest.mark.parametrize(
    ("ending", "media_type"),
    [
        ("csv", "text/csv; charset=utf-8; header=present"),
        ("jsonl", "application/jsonl; charset=utf-8"),
        ("bib", "application/x-bibtex; charset=utf-8"),
        ("ris", "application/x-research-info-systems; charset=utf-8"),
    ],
)
def test_a_file_has_all_letters_whatever_the_page(engine: SearchEngine, ending: str, media_type: str) -> None:
    parameters = {"q": "missie", "sort": "oldest", "page": "7", "size": "2", "lang": "en"}
    response = client(engine).get(f"/export.{ending}", query_string=parameters, base_url="https://kb.example/")
    listing = engine.listing(SearchRequest(query="missie", sort="oldest", lang="en"))
    whole = "".join(WRITTEN[ending].write(listing.letters, lambda letter_id: f"https://kb.example/brief/{letter_id}"))
    assert response.headers["Content-Type"] == media_type
    assert response.data == whole.encode()
    assert listing.total > 10


@pytest.mark.parametrize("query", ["Mali", "missie:minusma", "Takuba zzzz", "Minsuma", "zzzz", ""])
def test_a_file_has_what_the_page_shows(engine: SearchEngine, query: str) -> None:
    asked = client(engine)
    shown = asked.get("/api/search", query_string={"q": query, "size": "100"}).get_json()
    table = csv.DictReader(io.StringIO(asked.get("/export.csv", query_string={"q": query}).text.removeprefix("\ufeff")))
    lines = asked.get("/export.jsonl", query_string={"q": query}).text.splitlines()
    ids = [hit["id"] for hit in shown["hits"]]
    assert ([row["id"] for row in table], [json.loads(line)["id"] for line in lines]) == (ids, ids)
    assert len(ids) == shown["total"]


@pytest.mark.parametrize(
    ("search", "name"),
    [
        (SearchRequest(query="MINUSMA"), "kbsearch-minusma-2026-11-27.csv"),
        (SearchRequest(query="België, «piraterij»\r\n\";/../x", page=2), "kbsearch-belgie-piraterij-x-2026-11-27.csv"),
        (SearchRequest(mission=("eutm-mali",), date=("2022",), size=50), "kbsearch-eutm-mali-2022-2026-11-27.csv"),
        (SearchRequest(query="دریا"), "kbsearch-2026-11-27.csv"),
        (SearchRequest(), "kbsearch-2026-11-27.csv"),
        (SearchRequest(query="a" * 59 + " b"), f"kbsearch-{'a' * 59}-2026-11-27.csv"),
    ],
    ids=["question", "odd signs", "filters", "other letters", "everything", "long"],
)  # fmt: skip
def test_its_name_tells_what_it_has(search: SearchRequest, name: str) -> None:
    assert file_name(search, "csv", DAY) == name


def test_it_is_saved_under_its_name() -> None:
    today = datetime.datetime.now(datetime.UTC).date()
    response = client(Shelf()).get("/export.ris?q=%22%0D%0AX:+y")
    assert response.headers["Content-Disposition"] in {
        f'attachment; filename="{file_name(SearchRequest(query="x y"), "ris", day)}"'
        for day in (today, today + datetime.timedelta(1))
    }


@pytest.mark.parametrize("ending", WRITTEN)
def test_letters_are_read_as_they_are_sent(ending: str) -> None:
    response = client(shelf := Shelf(1000)).get(f"/export.{ending}")
    sent, read = b"", []
    for piece in response.iter_encoded():
        sent += piece
        read.append(len(shelf.read) - sent.count(b"/brief/b-"))
    assert (response.is_streamed, set(read), len(shelf.read)) == (True, {0}, 1000)
    assert len(read) > 3


def test_half_a_sign_does_not_break_it() -> None:
    assert [json.loads(line)["title"] for line in client(Shelf()).get("/export.jsonl").text.splitlines()] == [
        "? 0", "? 1", "? 2"
    ]  # fmt: skip


def test_its_head_reads_no_more_than_the_first_letter() -> None:
    response = client(shelf := Shelf()).head("/export.csv")
    assert (response.status_code, response.data, shelf.read) == (200, b"", [0])
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"


@pytest.mark.parametrize(
    ("address", "broken", "status"),
    [("/export.csv?since=gisteren", None, 400), ("/export.xls", None, 404), ("/export.csv", 0, 503)],
)
def test_what_goes_wrong_before_it_begins_is_a_problem(address: str, broken: int | None, status: int) -> None:
    response = client(Shelf(broken=broken)).get(address)
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    assert "Content-Disposition" not in response.headers


def test_what_goes_wrong_halfway_breaks_it_off() -> None:
    response = client(Shelf(1000, broken=900)).get("/export.jsonl")
    with pytest.raises(IndexUnusable):
        b"".join(response.iter_encoded())


BREAKING = """
import socket, sys
from tests.test_web_programs_exports import Shelf
from web import server
from web.app import create_app

listening = socket.create_server(("127.0.0.1", 0))
app = create_app(Shelf(1000, broken=900))
where = f"http://127.0.0.1:{listening.getsockname()[1]}"
server.serve(app, listening, server.Serving(1), lambda: print(where, file=sys.stderr, flush=True))
"""


@pytest.mark.parametrize(
    ("letter", "status", "whole"),
    [(900, 200, False), (1, 500, True), (0, 503, True)],
    ids=["in the middle", "before anything was sent", "at once"],
)
def test_a_client_can_tell_that_it_has_not_all(letter: int, status: int, whole: bool) -> None:
    program = BREAKING.replace("broken=900", f"broken={letter}")
    with running(["-c", program]) as served:
        connection = HTTPConnection("127.0.0.1", served.port, timeout=20)
        connection.request("GET", "/export.jsonl")
        response = connection.getresponse()
        assert response.status == status
        with nullcontext() if whole else pytest.raises(IncompleteRead):
            response.read()
        connection.close()


@pytest.mark.parametrize(("accepted", "language"), [("nl", ""), ("en", "&lang=en")])
def test_results_lead_to_the_files_and_the_feed(engine: SearchEngine, accepted: str, language: str) -> None:
    page = client(engine).get("/zoeken?q=Mali&sort=oldest&page=1&size=2", headers={"Accept-Language": accepted}).text
    for form in FORMATS:
        assert f'href="/export.{form.ending}?q=Mali&sort=oldest{language}"'.replace("&", "&amp;") in page
    assert page.count(f'href="/feed.atom?q=Mali{language.replace("&", "&amp;")}"') == 2
