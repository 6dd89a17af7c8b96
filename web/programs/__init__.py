"""The same answers for programs. Each view takes the engine and what the address names, and returns a response."""

from collections.abc import Callable
from functools import partial

from flask import Flask, Response

from search.request import SearchEngine
from web import urls
from web.programs.api import health, letter, search, suggest

VIEWS: tuple[tuple[str, Callable[..., Response]], ...] = (
    (urls.API_SEARCH, search),
    (urls.API_SUGGEST, suggest),
    (urls.API_LETTER, letter),
    (urls.HEALTH, health),
)


def register(app: Flask, engine: SearchEngine) -> None:
    """Make what programs ask for reachable in ``app``."""
    for address, view in VIEWS:
        app.add_url_rule(address, f"programs.{view.__name__}", partial(view, engine), methods=["GET"])
