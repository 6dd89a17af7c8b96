"""Every door gives the same letters for the same question: page, JSON, terminal, feed, exports, SRU."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode
from urllib.request import urlopen
from xml.etree import ElementTree

import feedparser
import pytest
import rispy
from pybtex.database import parse_string
from sruthi.client import Client

from search.request import SearchEngine, SearchRequest
from tests.conftest import Run
from web import urls

LETTER = re.compile(r"/brief/([^?#\"]+)")


class Question(NamedTuple):
    """A question, and the same in CQL."""

    request: SearchRequest
    cql: str


QUESTIONS = (
    Question(SearchRequest(query="MINUSMA"), "MINUSMA"),
    Question(SearchRequest(query="Takuba terugtrekking"), "Takuba and terugtrekking"),
    Question(SearchRequest(query="Mali OF Irak", sort="oldest"), "Mali or Irak sortBy dc.date/sort.ascending"),
    Question(SearchRequest(query='"artikel 100"', sort="newest"), '"artikel 100" sortBy dc.date/sort.descending'),
    Question(SearchRequest(query="Mali -Niger"), "Mali not Niger"),
    Question(SearchRequest(query="verleng*"), "verleng*"),
    Question(SearchRequest(query="missie", ministry=("def",)), "missie and kb.ministry=def"),
    Question(
        SearchRequest(query="Uruzgan", mission=("isaf",), date=("2010", "2009")),
        "Uruzgan and dc.subject=isaf and (dc.date=2009 or dc.date=2010)",
    ),
    Question(SearchRequest(query="Mali", dossier=("29521",)), "Mali and kb.dossier=29521"),
    Question(SearchRequest(sort="newest"), "cql.allRecords=1 sortBy dc.date/sort.descending"),
    Question(SearchRequest(query="Takuba Srebrenica Uruzgan"), "Takuba and Srebrenica and Uruzgan"),
    Question(SearchRequest(query="zzzz"), "zzzz"),
)


class Doors:
    """The ids of all letters that a question has behind each door, in order."""

    def __init__(self, site: str, run: Run, location: Path) -> None:
        self._site = site
        self._run = run
        self._location = location

    def page(self, question: Question) -> list[str]:
        """From the links of the result pages."""
        found: list[str] = []
        for number in range(1, 100):
            page = self._read(urls.SEARCH, question, page=number, size=20)
            ids = list(dict.fromkeys(LETTER.findall(page.partition("<main")[2])))
            found += ids
            if len(ids) < 20:
                return found
        raise AssertionError("no last page")

    def json(self, question: Question) -> list[str]:
        """From ``/api/search``."""
        return [hit["id"] for hit in json.loads(self._read(urls.API_SEARCH, question, size=100))["hits"]]

    def terminal(self, question: Question) -> list[str]:
        """From ``kbsearch --json``."""
        return [hit["id"] for hit in json.loads(self._kbsearch(question, "--json"))["hits"]]

    def terminal_csv(self, question: Question) -> list[str]:
        """From ``kbsearch --csv``."""
        return [row["id"] for row in csv.DictReader(io.StringIO(self._kbsearch(question, "--csv")))]

    def feed(self, question: Question) -> list[str]:
        """From the entries of the feed."""
        found = feedparser.parse(self._read("/feed.atom", question, sort=question.request.sort, size=100))
        return [LETTER.findall(entry.link)[0] for entry in found.entries]

    def csv(self, question: Question) -> list[str]:
        """From the export as CSV."""
        return [row["id"] for row in csv.DictReader(io.StringIO(self._read("/export.csv", question).lstrip("\ufeff")))]

    def lines(self, question: Question) -> list[str]:
        """From the export as JSON Lines."""
        return [json.loads(line)["id"] for line in self._read("/export.jsonl", question).splitlines()]

    def bibtex(self, question: Question) -> list[str]:
        """From the export as BibTeX."""
        return list(parse_string(self._read("/export.bib", question), "bibtex").entries)

    def ris(self, question: Question) -> list[str]:
        """From the export as RIS."""
        return [entry["id"] for entry in rispy.loads(self._read("/export.ris", question))]

    def sru(self, question: Question) -> list[str]:
        """From SRU 1.2, through a client library."""
        records = Client(f"{self._site}/sru", record_schema="dc", sru_version="1.2").searchretrieve(question.cql)
        return [self._identifier(record) for record in records]

    def sru_2(self, question: Question) -> list[str]:
        """From SRU 2.0."""
        asked = urlencode({"query": question.cql, "maximumRecords": 100})
        with urlopen(f"{self._site}/sru?{asked}", timeout=30) as answer:
            tree = ElementTree.fromstring(answer.read())
        found = tree.iter("{http://purl.org/dc/elements/1.1/}identifier")
        return list(dict.fromkeys(match for each in found for match in LETTER.findall(each.text or "")))

    def _identifier(self, record: Any) -> str:
        return next(match for text in self._texts(record) for match in LETTER.findall(text))

    def _texts(self, record: Any) -> Iterator[str]:
        for value in record.values() if isinstance(record, dict) else record:
            yield from [value] if isinstance(value, str) else self._texts(value) if value else []

    def _read(self, path: str, question: Question, **more: object) -> str:
        asked = [*urls.pairs(question.request), *((name, str(value)) for name, value in more.items())]
        with urlopen(f"{self._site}{path}?{urlencode(asked)}", timeout=30) as answer:
            content: bytes = answer.read()
        return content.decode()

    def _kbsearch(self, question: Question, form: str) -> str:
        options = [text for name, value in urls.pairs(question.request) if name != "q" for text in (f"--{name}", value)]
        answer = self._run(
            "kbsearch", form, "--size", "100", "--index", str(self._location), *options, "--", question.request.query
        )
        assert answer.returncode == 0, answer.stderr
        return answer.stdout


DOORS: tuple[Callable[[Doors, Question], list[str]], ...] = (
    Doors.page, Doors.json, Doors.terminal, Doors.terminal_csv, Doors.feed,
    Doors.csv, Doors.lines, Doors.bibtex, Doors.ris, Doors.sru, Doors.sru_2,
)  # fmt: skip


@pytest.mark.filterwarnings("ignore:Testing an element's truth value:DeprecationWarning")  # in sruthi
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.cql)
def test_all_doors_give_the_same_letters(
    question: Question, engine: SearchEngine, site: str, run: Run, location: Path
) -> None:
    doors = Doors(site, run, location)
    expected = list(engine.ids(question.request))
    assert {door.__name__: door(doors, question) for door in DOORS} == {door.__name__: expected for door in DOORS}
