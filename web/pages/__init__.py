"""The pages that people read. Each view takes the engine and what the address names, and returns a finished page."""

from collections.abc import Callable
from functools import partial

from flask import Flask, Response

from search.request import SearchEngine
from web import urls
from web.pages.guide import query_help, robots
from web.pages.home import home
from web.pages.letter import letter
from web.pages.overview import dossier, mission
from web.pages.results import results, values

VIEWS: tuple[tuple[str, Callable[..., str | Response]], ...] = (
    (urls.HOME, home),
    (urls.SEARCH, results),
    (urls.VALUES_OF, values),
    (urls.LETTER, letter),
    (urls.DOSSIER, dossier),
    (urls.MISSION, mission),
    (urls.HELP, query_help),
    (urls.ROBOTS, robots),
)


def register(app: Flask, engine: SearchEngine) -> None:
    """Make the pages reachable in ``app``."""
    for address, view in VIEWS:
        app.add_url_rule(address, f"pages.{view.__name__}", partial(view, engine), methods=["GET"])
