"""SRU: responses in each version, and the same letters as the page; a client of others reads them."""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field, replace
from datetime import date

import pytest
import sruthi
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sruthi.errors import SruError
from werkzeug.test import TestResponse

from index.errors import IndexUnusable
from index.letter import Letter, Mission, Named, Reference, Signatory
from search.request import IndexInfo, Listing, Notice, SearchEngine, SearchRequest
from web.app import create_app
from web.programs.sru.translation import RELATIONS

INFO = IndexInfo(3, "2026-11-24T12:00:00Z", "v1")
LETTER = Letter(
    id="kst-29521-209",
    title="Mali & <België>",
    text="Geachte voorzitter,\n\nOver Mali.",
    path="a.md",
    date=date(2013, 6, 24),
    source="https://zoek.officielebekendmakingen.nl/kst-29521-209.html",
    ministries=(Named("bz", "Buitenlandse Zaken"),),
    missions=(Mission("eutm-mali", "EUTM Mali"),),
    signatories=(Signatory("De Minister van Defensie", "J.A. Hennis-Plasschaert"), Signatory("", "F. Timmermans")),
    references=(Reference("kst-29521-202"), Reference("kst-29521-202", in_note=True)),
)
BARE = Letter(id="a", title="A", text="woord " * 100, path="b.md", kind="nota", source="javascript:x")


@dataclass
class Prepared:
    """An engine with two letters of three; or with an error for every question."""

    error: Exception | None = None
    letters: tuple[Letter, ...] = (LETTER, BARE)
    total: int = 3
    notices: tuple[Notice, ...] = ()
    asked: list[tuple[SearchRequest, int, int | None]] = field(default_factory=list)

    def listing(self, request: SearchRequest, first: int = 0, most: int | None = None) -> Listing:
        """The two letters, or as many as are wanted."""
        if self.error:
            raise self.error
        self.asked.append((request, first, most))
        return Listing(request, self.total, self.notices, INFO, iter(self.letters[:most]))

    def info(self) -> IndexInfo:
        """What is held."""
        if self.error:
            raise self.error
        return INFO


def answer(address: str, engine: Prepared | None = None) -> TestResponse:
    """The response to a request of an engine."""
    client: FlaskClient = create_app(engine or Prepared()).test_client()  # type: ignore[arg-type]  # what is not asked lacks
    return client.get(f"/sru{address}")


CLIENT = create_app(Prepared()).test_client()  # type: ignore[arg-type]


def plain(text: str) -> str:
    """XML in one form, without the space between elements."""
    return ET.canonicalize(text, strip_text=True)


RECORD = """
<srw_dc:dc xmlns:srw_dc="info:srw/schema/1/dc-schema" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <dc:title>Mali &amp; &lt;België&gt;</dc:title>
  <dc:creator>Buitenlandse Zaken</dc:creator>
  <dc:contributor>J.A. Hennis-Plasschaert, De Minister van Defensie</dc:contributor>
  <dc:contributor>F. Timmermans</dc:contributor>
  <dc:subject>EUTM Mali</dc:subject>
  <dc:description>Geachte voorzitter, Over Mali.</dc:description>
  <dc:date>2013-06-24</dc:date>
  <dc:type>brief</dc:type>
  <dc:format>text/html</dc:format>
  <dc:identifier>kst-29521-209</dc:identifier>
  <dc:identifier>http://localhost/brief/kst-29521-209</dc:identifier>
  <dc:source>https://zoek.officielebekendmakingen.nl/kst-29521-209.html</dc:source>
  <dc:language>nl</dc:language>
  <dc:relation>kst-29521-202</dc:relation>
</srw_dc:dc>
"""


@pytest.mark.parametrize(
    ("version", "namespace", "packing", "identifier"),
    [
        ("1.1", "http://www.loc.gov/zing/srw/", "recordPacking", ""),
        (
            "1.2",
            "http://www.loc.gov/zing/srw/",
            "recordPacking",
            "<sru:recordIdentifier>kst-29521-209</sru:recordIdentifier>",
        ),
        (
            "2.0",
            "http://docs.oasis-open.org/ns/search-ws/sruResponse",
            "recordXMLEscaping",
            "<sru:recordIdentifier>kst-29521-209</sru:recordIdentifier>",
        ),
    ],
)
def test_records(version: str, namespace: str, packing: str, identifier: str) -> None:
    response = answer(f"?version={version}&operation=searchRetrieve&query=mali&startRecord=2&maximumRecords=1")
    assert (response.status_code, response.content_type) == (200, "application/xml; charset=utf-8")
    assert plain(response.text) == plain(
        f"""
        <sru:searchRetrieveResponse xmlns:sru="{namespace}">
          <sru:version>{version}</sru:version>
          <sru:numberOfRecords>3</sru:numberOfRecords>
          <sru:records><sru:record>
            <sru:recordSchema>info:srw/schema/1/dc-v1.1</sru:recordSchema>
            <sru:{packing}>xml</sru:{packing}>
            <sru:recordData>{RECORD}</sru:recordData>
            {identifier}
            <sru:recordPosition>2</sru:recordPosition>
          </sru:record></sru:records>
          <sru:nextRecordPosition>3</sru:nextRecordPosition>
          <sru:echoedSearchRetrieveRequest>
            <sru:version>{version}</sru:version>
            <sru:query>mali</sru:query>
            <sru:startRecord>2</sru:startRecord>
            <sru:maximumRecords>1</sru:maximumRecords>
          </sru:echoedSearchRetrieveRequest>
        </sru:searchRetrieveResponse>
        """
    )


def test_records_as_text() -> None:
    response = answer("?query=mali&recordXMLEscaping=string&maximumRecords=1")
    (data,) = ET.fromstring(response.text).iter("{http://docs.oasis-open.org/ns/search-ws/sruResponse}recordData")
    assert (plain(data.text or ""), len(data)) == (plain(RECORD), 0)


def test_a_letter_of_which_little_is_known() -> None:
    response = answer("?query=a", Prepared(letters=(BARE,), total=1))
    record = re.search(r"<srw_dc:dc.*</srw_dc:dc>", response.text)
    assert record
    assert re.sub("<[^>]*>", "|", record[0]).replace("||", "|") == (
        f"|A|{'woord ' * 50}…|nota|text/html|a|http://localhost/brief/a|nl|"
    )
    assert "nextRecordPosition" not in response.text


def test_notices() -> None:
    notices = (Notice("any-word", "Geen brief heeft \x0b al deze woorden."),)
    response = answer("?query=a&maximumRecords=0", Prepared(notices=notices))
    assert plain(response.text) == plain(
        """
        <sru:searchRetrieveResponse xmlns:sru="http://docs.oasis-open.org/ns/search-ws/sruResponse">
          <sru:version>2.0</sru:version>
          <sru:numberOfRecords>3</sru:numberOfRecords>
          <sru:echoedSearchRetrieveRequest>
            <sru:query>a</sru:query>
            <sru:maximumRecords>0</sru:maximumRecords>
          </sru:echoedSearchRetrieveRequest>
          <sru:extraResponseData>
            <kb:notice xmlns:kb="urn:x-kbsearch:sru" code="any-word">Geen brief heeft   al deze woorden.</kb:notice>
          </sru:extraResponseData>
        </sru:searchRetrieveResponse>
        """
    )


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        pytest.param("?query=mali", (SearchRequest("mali"), 0, 10), id="the first ten by relevance"),
        pytest.param("?query=mali&maximumRecords=1000", (SearchRequest("mali"), 0, 100), id="a hundred at most"),
        pytest.param("?query=mali&startRecord=3", (SearchRequest("mali"), 2, 10), id="from anywhere"),
        pytest.param(
            "?query=mali+sortBy+dc.date/sort.descending",
            (SearchRequest("mali", sort="newest"), 0, 10),
            id="an order in the query",
        ),
        pytest.param("?query=mali&sortKeys=date", (SearchRequest("mali", sort="oldest"), 0, 10), id="or beside it"),
        pytest.param("?query=mali&lang=en", (SearchRequest("mali", lang="en"), 0, 10), id="a language"),
        pytest.param(
            "?query=mali&recordSchema=dc&queryType=cql&resultSetTTL=9&recordPacking=packed&x-info-5-x=1&query=b",
            (SearchRequest("mali"), 0, 10),
            id="what makes no difference",
        ),
    ],
)
def test_what_is_asked(address: str, asked: tuple[SearchRequest, int, int]) -> None:
    engine = Prepared()
    assert "diagnostic" not in answer(address, engine).text
    assert engine.asked == [asked]


@pytest.mark.parametrize("address", ["", "?operation=explain", "?operation=explain&version=1.1", "?version=1.2"])
def test_explain(address: str) -> None:
    response = answer(address)
    root = ET.fromstring(response.text)
    assert root.tag.endswith("}explainResponse")
    names = {"zr": "http://explain.z3950.org/dtd/2.0/"}
    assert [root.findtext(f".//zr:serverInfo/zr:{name}", "", names) for name in ("host", "port", "database")] == [
        "localhost",
        "80",
        "sru",
    ]
    maps = [f"{name.get('set')}.{name.text}" for name in root.iterfind(".//zr:index/zr:map/zr:name", names)]
    assert {"cql.serverChoice", "dc.date", "dc.subject", "kb.dossier"} <= set(maps)
    assert root.findtext(".//zr:setting[@type='maximumRecords']", "", names) == "100"
    assert tuple(element.text for element in root.iterfind(".//zr:supports[@type='relation']", names)) == RELATIONS


def test_every_index_that_is_explained_can_be_searched() -> None:
    root = ET.fromstring(answer("").text)
    names = root.iterfind(".//{http://explain.z3950.org/dtd/2.0/}map/{http://explain.z3950.org/dtd/2.0/}name")
    for name in names:
        assert "diagnostic" not in answer(f"?query={name.get('set')}.{name.text}=2021").text


@pytest.mark.parametrize(
    ("address", "number", "details"),
    [
        pytest.param("?operation=scan&version=1.1&scanClause=a", 4, "scan", id="operation"),
        pytest.param("?version=3.0&query=a", 5, "2.0", id="version"),
        pytest.param("?query=a&startRecord=0", 6, "startRecord", id="start"),
        pytest.param("?query=a&maximumRecords=-1", 6, "maximumRecords", id="number"),
        pytest.param(f"?query=a&maximumRecords={'9' * 5000}", 6, "maximumRecords", id="absurd number"),
        pytest.param("?query=a&queryType=pqf", 6, "queryType", id="query type"),
        pytest.param("?operation=searchRetrieve&version=1.1", 7, "query", id="no query"),
        pytest.param("?query=+", 7, "query", id="empty query"),
        pytest.param("?query=a&colour=red", 8, "colour", id="parameter"),
        pytest.param("?query=a+b", 10, "the query ends too early", id="syntax"),
        pytest.param("?query=dc.title=%22%3Cb%3E%00%22", 16, "dc.title", id="index"),
        pytest.param("?query=a&startRecord=4", 61, "4", id="past the end"),
        pytest.param("?query=a&startRecord=999999999999", 61, "999999999999", id="far past the end"),
        pytest.param("?query=a&recordSchema=marcxml", 66, "marcxml", id="schema"),
        pytest.param("?query=a&recordXMLEscaping=json", 71, "json", id="packing"),
        pytest.param("?recordXMLEscaping=json", 71, "json", id="packing of explain"),
        pytest.param("?query=a&recordXPath=/dc", 72, "/dc", id="XPath"),
        pytest.param("?query=a+sortBy+date&sortKeys=date", 96, None, id="two orders"),
        pytest.param("?query=a&stylesheet=/x.xsl", 110, "/x.xsl", id="stylesheet"),
    ],
)
def test_diagnostics(address: str, number: int, details: str | None) -> None:
    response = answer(address)
    assert response.status_code == 200
    (diagnostic,) = ET.fromstring(response.text).iterfind(".//{*}diagnostics/{*}diagnostic")
    assert diagnostic.findtext("{*}uri") == f"info:srw/diagnostic/1/{number}"
    assert diagnostic.findtext("{*}details") == details
    assert diagnostic.findtext("{*}message")


@pytest.mark.parametrize(
    ("version", "namespace"),
    [
        ("1.2", "http://www.loc.gov/zing/srw/diagnostic/"),
        ("2.0", "http://docs.oasis-open.org/ns/search-ws/diagnostic"),
    ],
)
def test_a_broken_index(version: str, namespace: str) -> None:
    response = answer(f"?version={version}&query=a", Prepared(error=IndexUnusable("x is beschadigd")))
    assert response.status_code == 503
    (diagnostic,) = ET.fromstring(response.text).iter(f"{{{namespace}}}diagnostic")
    assert [element.text for element in diagnostic] == [
        "info:srw/diagnostic/1/2",
        "x is beschadigd",
        "System temporarily unavailable",
    ]


def test_none_and_no_diagnostic() -> None:
    response = answer("?query=a", Prepared(letters=(), total=0))
    assert "<sru:numberOfRecords>0</sru:numberOfRecords>" in response.text
    assert "diagnostic" not in response.text


@pytest.mark.parametrize(
    ("query", "page"),
    [
        pytest.param("MINUSMA", SearchRequest("MINUSMA"), id="a word"),
        pytest.param("Mali and missie", SearchRequest("Mali missie"), id="words"),
        pytest.param('"EUTM Mali"', SearchRequest('"EUTM Mali"'), id="a phrase"),
        pytest.param("Mali not training", SearchRequest("Mali -training"), id="exclusion"),
        pytest.param("train* or takuba", SearchRequest("train* OF takuba"), id="alternatives"),
        pytest.param("Mali prox/distance<=6 Sahel", SearchRequest('"Mali Sahel"~5'), id="near"),
        pytest.param("29521", SearchRequest("29521"), id="a dossier as a word"),
        pytest.param("missie and dc.creator=def", SearchRequest("missie", ministry=("def",)), id="a filter"),
        pytest.param("dc.date>=2014 sortBy dc.date", SearchRequest(since=date(2014, 1, 1), sort="oldest"), id="order"),
        pytest.param("allRecords=1", SearchRequest(), id="every letter"),
        pytest.param("Mali and xyzzyx", SearchRequest("Mali xyzzyx"), id="letters with some of the words"),
        pytest.param("minusna", SearchRequest("minusna"), id="what was meant"),
    ],
)
def test_the_same_letters_in_the_same_order_as_the_page(engine: SearchEngine, query: str, page: SearchRequest) -> None:
    client = create_app(engine).test_client()
    response = client.get("/sru", query_string={"query": query, "maximumRecords": "100"})
    ids = [element.text for element in ET.fromstring(response.text).iterfind(".//{*}recordIdentifier")]
    result = engine.search(replace(page, size=100))
    assert result.hits
    assert ids == [hit.id for hit in result.hits]


def test_a_letter_by_its_identifier(engine: SearchEngine) -> None:
    client = create_app(engine).test_client()
    response = client.get("/sru", query_string={"query": "dc.identifier=kst-29521-209"})
    ids = [element.text for element in ET.fromstring(response.text).iterfind(".//{*}recordIdentifier")]
    assert ids == ["kst-29521-209"]


@given(
    st.dictionaries(
        st.sampled_from(["query", "version", "operation", "startRecord", "sortKeys", "recordSchema"]) | st.text(),
        st.text() | st.sampled_from(["a and (b or c*)", "1.1", "2.0", "explain", "searchRetrieve", "date,,1"]),
    )
)
def test_every_request_has_a_response(parameters: dict[str, str]) -> None:
    response = CLIENT.get(
        "/sru", query_string={name: value.encode("utf-8", "replace") for name, value in parameters.items()}
    )
    assert response.status_code == 200
    assert ET.fromstring(response.text).tag.endswith("Response")


# The client asks whether elements are true, of which Python 3.12 warns.
@pytest.mark.filterwarnings("ignore:Testing an element's truth value:DeprecationWarning")
def test_a_client_of_others(site: str, engine: SearchEngine) -> None:
    client = sruthi.Client(f"{site}/sru", maximum_records=30, record_schema="dc")
    explained = client.explain()
    assert (explained.sru_version, explained.server["database"]) == ("1.2", "sru")
    assert explained.index["dc"]["subject"] == "Missie"
    assert explained.config["maximumRecords"] == 100
    assert explained.schema["dc"]["identifier"] == "info:srw/schema/1/dc-v1.1"

    found = client.searchretrieve("cql.allRecords=1 sortBy dc.date")
    everything = engine.listing(SearchRequest(sort="oldest"))
    assert (found.count, found.sru_version) == (everything.total, "1.2")
    assert [record["identifier"][0] for record in found] == [letter.id for letter in everything.letters]

    with pytest.raises(SruError, match=r"info:srw/diagnostic/1/16, dc\.title, Unsupported index"):
        client.searchretrieve("dc.title=Mali")
