"""The description of the addresses for programs: valid, complete, true of real answers, and kept under odd requests."""

from dataclasses import fields
from typing import Any, Final

import pytest
import schemathesis
from flask import Flask
from hypothesis import Phase, settings
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate
from schemathesis import Case

from search.formats import FORMATS
from search.request import SearchEngine, SearchRequest
from web import urls
from web.app import create_app
from web.programs import parameters
from web.programs.doors import DOORS
from web.programs.openapi import description

DOCUMENT = description()
EXAMPLES: Final = 15
LETTER = "brief-2022-02-17-beeindiging-takuba"


@pytest.fixture(scope="module")
def app(engine: SearchEngine) -> Flask:
    """The site over the repository's letters."""
    return create_app(engine)


def shape(path: str) -> dict[str, Any]:
    """The schema of what the address with this path in the description answers."""
    answer = DOCUMENT["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    return {"$ref": "#/document", "document": answer, "components": DOCUMENT["components"]}


def test_the_description_is_openapi() -> None:
    validate(DOCUMENT)


def test_the_site_gives_the_description(app: Flask) -> None:
    assert app.test_client().get("/openapi.json").json == DOCUMENT


def test_every_address_for_programs_is_described_and_no_other(app: Flask) -> None:
    routed = {rule.rule for rule in app.url_map.iter_rules() if urls.is_for_programs(rule.rule)}
    exports = {urls.EXPORT.replace("<ending>", form.ending) for form in FORMATS}
    assert routed - {urls.EXPORT} | exports == {door.path for door in DOORS}


def test_the_parameters_of_a_search_are_the_fields_of_its_request() -> None:
    names = {"query" if parameter.name == "q" else parameter.name for parameter in parameters.SEARCH}
    assert names == {field.name for field in fields(SearchRequest)}


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/api/search", "/api/search"),
        ("/api/search", "/api/search?q=missie&size=100&ministry=def&date=2022&date=zonder-datum"),
        ("/api/search", "/api/search?q=missie+xyzzy+terugtreking&lang=en"),
        ("/api/search", "/api/search?q=xyzzy&mission=onbekend"),
        ("/api/search", "/api/search?page=1000000&sort=oldest"),
        ("/api/suggest", "/api/suggest?q=mi"),
        ("/api/values", "/api/values?facet=signatory&contains=a"),
        ("/api/values", "/api/values?facet=ministry&ministry=def"),
        ("/api/letters/{letter_id}", f"/api/letters/{LETTER}"),
        ("/api/letters/{letter_id}", "/api/letters/kst-29521-466"),
        ("/api/letters/{letter_id}/similar", f"/api/letters/{LETTER}/similar"),
        ("/healthz", "/healthz"),
    ],
)
def test_real_answers_have_the_shape_that_is_described(app: Flask, path: str, address: str) -> None:
    answer = app.test_client().get(address)
    assert answer.status_code == 200
    Draft202012Validator(shape(path), format_checker=FormatChecker(["date"])).validate(answer.json)


@pytest.mark.parametrize("address", ["/api/search?page=x", "/api/letters/x", "/feed.atom?sort=x", "/export.csv?size=x"])
def test_problems_have_the_shape_that_is_described(app: Flask, address: str) -> None:
    problem = {"$ref": "#/components/schemas/Problem", "components": DOCUMENT["components"]}
    Draft202012Validator(problem).validate(app.test_client().get(address).json)


@schemathesis.openapi.from_dict(DOCUMENT).parametrize()
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
def test_odd_requests_are_answered_as_described(app: Flask, case: Case) -> None:
    case.call_and_validate(app=app, headers={"Accept-Encoding": "identity"})
