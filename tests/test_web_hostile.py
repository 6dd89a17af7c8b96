"""Bad input: whatever is asked and whatever letters hold, the answer is plain, safe, and never our fault."""

import csv
import gzip
import io
import json
import re
from typing import Final
from urllib.parse import quote, quote_from_bytes
from xml.etree import ElementTree

import html5lib
import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder, TestResponse, run_wsgi_app
from werkzeug.wrappers import Request

from index.builder import update
from search.engine import open_engine
from web import urls
from web.app import HEADERS, create_app

EVIL: Final = "<script>alert(1)</script>\"'>&]]>--><img src=x onerror=alert(1)>"
LETTER_ID: Final = "kst-29521-666"
LETTER: Final = f"""\
---
id: {LETTER_ID}
title: {json.dumps(f"Mali {EVIL}")}
date: 2022-02-17
dossier: "29521"
number: "666"
kind: {json.dumps(EVIL)}
addressee: {json.dumps(EVIL)}
place: {json.dumps(EVIL)}
source: {json.dumps("https://elders.example/onerror=alert(1)&amp;" + quote(EVIL, safe=""))}
ministries: ["Defensie", {json.dumps(EVIL)}]
missions: ["MINUSMA", {json.dumps(EVIL)}]
signatories:
  - role: {json.dumps(f"De Minister {EVIL}")}
    name: {json.dumps(f"=cmd {EVIL}")}
cites: ["kst-29521-1"]
---

# {EVIL}

Over Mali {EVIL} en nogmaals Mali. Zie Kamerstuk 29 521, nr. 1.

</script><!-- <svg onload=alert(1)> {{{{ 7*7 }}}} &lt;b&gt; &#60;script&#62;alert(1)
"""
DOORS: Final = (
    "/zoeken",
    "/zoeken/waarden?facet=signatory",
    f"/brief/{LETTER_ID}",
    "/dossier/29521",
    "/api/search",
    "/api/suggest",
    "/api/values?facet=kind",
    f"/api/letters/{LETTER_ID}",
    "/feed.atom",
    "/export.csv",
    "/export.jsonl",
    "/export.bib",
    "/export.ris",
    "/sru?operation=searchRetrieve&version=1.2",
    "/opensearch.xml",
    "/opensearch/suggest",
    "/sitemap.xml",
)
NAMES: Final = (
    *("q", "mission", "ministry", "date", "since", "until", "dossier", "signatory", "kind", "cites"),
    *("sort", "page", "size", "lang", "synonyms", "facet", "contains", "query", "startRecord", "maximumRecords"),
    EVIL,
)
VALUES: Final = {
    "html": quote(EVIL),
    "template": quote("{{7*7}}{% raw %}{0.__class__}%s%n${jndi:ldap://x}"),
    "sql": quote("'; DROP TABLE letters; --"),
    "new line": "a%0d%0aSet-Cookie:%20a=b%0d%0a%0d%0a<script>alert(1)</script>",
    "nul": "a%00b",
    "controls": "".join(f"%{code:02x}" for code in (*range(1, 32), 127)),
    "no utf-8": "%ff%fe%c0%af",
    "half a sign": "%ed%a0%80",
    "broken escape": "%zz%",
    "no character": "%ef%bf%bf%f4%8f%bf%bf",
    "right to left": quote("\u202egnirts\u2066"),
    "combined": quote("e" + "\u0301" * 400),
    "enormous": "1" + "0" * 30,
    "digits": "9" * 5000,
    "negative": "-1",
    "fraction": "1.5",
    "no number": "NaN",
    "infinite": "Infinity",
    "hexadecimal": "0x10",
    "underscore": "1_0",
    "other digits": quote("٣"),
    "superscript": quote("²"),
    "path": quote("../../../../etc/passwd"),
    "address": quote("//evil.example/%2e%2e"),
    "script address": "javascript:alert(1)",
    "parentheses": "(" * 450,
    "operators": quote("NIET " * 90),
    "quotes": quote('"' * 499),
    "wildcards": "*%3f" * 200,
    "years": "9999999-99-99",
    "year 0": "0000",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The site over one hostile letter, and a plain one that is like it."""
    folder = tmp_path_factory.mktemp("hostile")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "a.md").write_text(LETTER)
    (corpus / "b.md").write_text("---\nid: kst-29521-1\ntitle: Mali\n---\n\nOver Mali en nogmaals Mali.\n")
    assert update(corpus, folder / ".kbsearch").problems == ()
    return create_app(open_engine(str(folder / ".kbsearch")))


def asked(site: Flask, path: str, query: str = "", **changes: str) -> TestResponse:
    """The answer to exactly these bytes in a path (percent-encoded) and query string, with these values of WSGI."""
    octets = re.sub(rb"%([0-9A-Fa-f]{2})", lambda match: bytes([int(match[1], 16)]), path.encode())
    environ = EnvironBuilder().get_environ()
    environ.update(PATH_INFO=octets.decode("latin-1"), QUERY_STRING=query.encode().decode("latin-1"), **changes)
    response = TestResponse(*run_wsgi_app(site, environ, buffered=True), request=Request(environ))
    if response.content_encoding == "gzip":
        response.set_data(gzip.decompress(response.data))
    return response


def check(response: TestResponse) -> None:
    """That an answer is not our fault, leads nowhere, sets nothing, and is what it says it is."""
    assert response.status_code in (200, 204, 400, 404, 405, 413, 414), response.text[:500]
    assert not {"Location", "Refresh", "Set-Cookie"} & set(response.headers.keys())
    policy = {name: response.headers[name] for name in ("Content-Security-Policy", "X-Content-Type-Options")}
    assert policy == {name: HEADERS[name] for name in policy}
    assert not any(sign in value for value in response.headers.values() for sign in "\r\n")
    assert "Traceback" not in response.text
    if response.data:
        CHECKS.get(response.mimetype, check_other)(response)


def check_page(response: TestResponse) -> None:
    """No element or attribute on the page is of another's making."""
    page = html5lib.parse(response.text, namespaceHTMLElements=False)
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue  # a comment
        assert element.tag not in ("img", "iframe", "object", "embed", "style")
        assert not [name for name in element.attrib if str(name).startswith("on") or name == "style"]
        assert not re.match(r"\s*(javascript|data|vbscript):", element.get("href", ""), re.IGNORECASE)
        assert not re.match(r"(https?:)?//evil", element.get("href", ""))
        if element.tag == "script" and element.get("type") == "application/ld+json":
            assert "<" not in (element.text or "")
            json.loads(element.text or "")
        elif element.tag == "script":
            assert (element.get("src", "").startswith("/static/"), element.text) == (True, None)


def check_json(response: TestResponse) -> None:
    """It can be read."""
    json.loads(response.text)


def check_xml(response: TestResponse) -> None:
    """It can be read, has no document type, and no element of another's making."""
    assert "<!" not in response.text
    tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(response.text).iter()}
    assert not tags & {"script", "img", "svg", "a", "b"}


def check_other(response: TestResponse) -> None:
    """It is text for a file or a program, which no browser takes for a page."""
    assert response.mimetype in (
        *("text/csv", "application/jsonl", "application/x-bibtex", "application/x-research-info-systems"),
        *("text/plain", "text/css", "text/javascript", "image/svg+xml"),
    )
    if "export" in response.request.path:
        assert re.fullmatch(r'attachment; filename="[a-z0-9.-]+"', response.headers["Content-Disposition"])


CHECKS: Final = {
    "text/html": check_page,
    "application/json": check_json,
    "application/problem+json": check_json,
    "application/x-suggestions+json": check_json,
    "application/xml": check_xml,
    "application/atom+xml": check_xml,
    "application/opensearchdescription+xml": check_xml,
}


def split(door: str) -> tuple[str, str]:
    path, _mark, query = door.partition("?")
    return path, f"{query}&" if query else ""


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
@pytest.mark.parametrize("path", ["/zoeken", "/api/values", "/feed.atom", "/sru"])
def test_odd_values_of_every_parameter_are_answered(site: Flask, path: str, value: str) -> None:
    for name in NAMES:
        check(asked(site, path, f"{quote(name)}={value}"))


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
@pytest.mark.parametrize("door", DOORS)
def test_odd_values_are_answered_behind_every_door(site: Flask, door: str, value: str) -> None:
    path, query = split(door)
    check(asked(site, path, f"{query}q={value}&query={value}&{value}"))
    check(asked(site, path, query + "&".join(f"{quote(name)}={value}" for name in NAMES for _time in range(2))))


@pytest.mark.parametrize("door", DOORS)
def test_a_hostile_letter_is_harmless_behind_every_door(site: Flask, door: str) -> None:
    path, query = split(door)
    response = asked(site, path, f"{query}q=Mali&query=Mali")
    assert response.status_code == 200
    check(response)


def test_a_hostile_letter_is_whole_in_json(site: Flask) -> None:
    record = site.test_client().get(f"/api/letters/{LETTER_ID}").json
    assert record is not None
    assert record["title"] == f"Mali {EVIL}"


def test_a_hostile_letter_is_one_row_of_a_table(site: Flask) -> None:
    rows = list(
        csv.reader(io.StringIO(site.test_client().get("/export.csv?q=Mali&dossier=29521").text.removeprefix("\ufeff")))
    )
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


PATHS: Final = (
    "/brief/../../etc/passwd",
    "/brief/..%2f..%2fetc%2fpasswd",
    "/brief/%2e%2e/%2e%2e/etc/passwd",
    "/brief/..%5c..%5cwindows",
    "/brief/kst-1%00.html",
    "/brief/%ff%fe",
    "/brief/%0d%0aLocation:%20//evil.example",
    "/brief//evil.example",
    "/brief/" + "x" * 9000,
    "/brief/" + quote(EVIL),
    "/brief/%ed%a0%80",
    "/api/letters/../../../etc/passwd",
    "/api/letters/" + quote(EVIL),
    "/api/letters/%00/similar",
    "/dossier/..%2f..",
    "/dossier/" + quote(EVIL),
    "/missie/" + quote(EVIL),
    "/static/../app.py",
    "/static/..%2fapp.py",
    "/static/%2e%2e%2fapp.py",
    "/static//etc/passwd",
    "/static/style.css%00",
    "/static/",
    "/export.",
    "/export.csv/",
    "/export.csv%0a",
    "/export...%2fcsv",
    "/sitemap-0.xml",
    "/sitemap--1.xml",
    f"/sitemap-{'9' * 30}.xml",
    f"/sitemap-{'9' * 5000}.xml",
    "/sitemap-%d9%a3.xml",
    "//evil.example",
    "//evil.example/zoeken",
    "//evil.example/..",
    "/\\evil.example",
    "/%5cevil.example",
    "/zoeken/",
    "/zoeken//",
    "/./zoeken",
    "/zoeken%00",
    "/zoeken%2f",
    "/zoeken;a=b",
    "/ZOEKEN",
    "/api",
    "/api/",
    "/api//search",
    "/sru/",
    "/metrics/",
    "*",
    "http://evil.example/",
    "/.git/config",
    "/wp-login.php",
    "/%3Cscript%3Ealert(1)%3C/script%3E",
    "/" + quote("{{7*7}}"),
    "/" + "a/" * 5000,
)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:40])
def test_no_path_leads_elsewhere(site: Flask, path: str) -> None:
    response = asked(site, path, "q=Mali")
    check(response)
    assert response.status_code == (404 if len(path) < urls.MAX_ADDRESS else 414)


@pytest.mark.parametrize("query", ["q=" + "a" * 10_000_000, "q=" + "a&" * 5_000_000], ids=["one", "many"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST"])
@pytest.mark.parametrize("path", ["/", "/zoeken", "/api/search", "/export.csv", "/sru", "/static/x", "/nergens"])
def test_ten_megabytes_of_question_are_too_long(site: Flask, path: str, method: str, query: str) -> None:
    response = asked(site, path, query, REQUEST_METHOD=method)
    check(response)
    assert response.status_code == 414


HOSTS: Final = {
    "another": "evil.example",
    "with a path": "evil.example/zoeken",
    "with slashes": "//evil.example",
    "with a user": "a:b@evil.example",
    "html": EVIL,
    "empty": "",
    "space": "a b",
    "port": "localhost:99999999",
    "half an address": "[::1",
    "no ascii": "\xff",
    "long": "a" * 10_000,
}


@pytest.mark.parametrize("host", HOSTS.values(), ids=HOSTS)
@pytest.mark.parametrize(
    "door", ["/", f"/brief/{LETTER_ID}", "/feed.atom", "/export.csv", "/sru", "/sitemap.xml", "/x//"]
)
def test_the_name_of_the_site_is_no_way_in(site: Flask, door: str, host: str) -> None:
    response = asked(site, door, HTTP_HOST=host)
    check(response)
    assert response.status_code in (200, 400, 404)


@pytest.mark.parametrize(
    "name",
    [
        *("X-Request-Id", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "If-None-Match"),
        *("Accept", "Accept-Language", "Accept-Encoding", "Origin", "Referer", "User-Agent", "Range", "Cookie"),
        *(
            "If-Modified-Since",
            "If-Range",
            "Content-Type",
            "Content-Length",
            "Authorization",
            "Access-Control-Request-Method",
        ),
        *("X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override", "Upgrade", "Expect", "Transfer-Encoding"),
    ],
)
def test_odd_headers_are_answered(site: Flask, name: str) -> None:
    key = name.upper().replace("-", "_")
    for value in (
        EVIL,
        "",
        "a" * 9000,
        "\xff\xfe",
        ",;=\"'\\",
        "0",
        "-1",
        "bytes=0-1",
        "en;q=NaN",
        "evil.example",
        "*",
    ):
        response = asked(site, "/zoeken", **{key if key.startswith("CONTENT") else f"HTTP_{key}": value})
        check(response)
        assert "evil.example" not in response.text
        taken = {"evil.example"} if name == "X-Request-Id" else set()
        assert not [told for told in response.headers.values() if re.search("evil|alert", told) and told not in taken]


pieces = st.one_of(
    st.text(max_size=20).map(lambda text: quote(text.encode(errors="surrogatepass"))),
    st.binary(max_size=20).map(quote_from_bytes),
    st.sampled_from(list(VALUES.values())),
    st.integers(-(10**12), 10**12).map(str),
)
parameters = st.lists(st.tuples(st.sampled_from([quote(name) for name in NAMES]), pieces), max_size=8)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(door=st.sampled_from(DOORS), given_=parameters, more=pieces)
def test_any_question_is_answered(site: Flask, door: str, given_: list[tuple[str, str]], more: str) -> None:
    path, query = split(door)
    check(asked(site, path, query + "&".join(f"{name}={value}" for name, value in given_) + f"&{more}"))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    start=st.sampled_from(["/", "/brief/", "/api/letters/", "/dossier/", "/missie/", "/static/", "/export.", "//"]),
    rest=pieces,
)
def test_any_path_is_answered(site: Flask, start: str, rest: str) -> None:
    check(asked(site, start + rest))
