"""The same answers for programs. Each view takes the engine and what the address names, and returns a response."""

from collections.abc import Callable
from functools import partial

from flask import Flask, Response

from search.request import SearchEngine
from web import urls
from web.programs.api import health, letter, search, similar, suggest, values
from web.programs.exports import export
from web.programs.feed import feed
from web.programs.openapi import openapi
from web.programs.opensearch import completions, opensearch
from web.programs.sitemap import sitemap, sitemap_part
from web.programs.sru import sru

VIEWS: tuple[tuple[str, Callable[..., Response]], ...] = (
    (urls.API_SEARCH, search),
    (urls.API_SUGGEST, suggest),
    (urls.API_VALUES, values),
    (urls.API_LETTER, letter),
    (urls.API_SIMILAR, similar),
    (urls.OPENAPI, openapi),
    (urls.SRU, sru),
    (urls.EXPORT, export),
    (urls.FEED, feed),
    (urls.OPENSEARCH, opensearch),
    (urls.COMPLETIONS, completions),
    (urls.SITEMAP, sitemap),
    (urls.SITEMAP_PART, sitemap_part),
    (urls.HEALTH, health),
)


def register(app: Flask, engine: SearchEngine) -> None:
    """Make what programs ask for reachable in ``app``."""
    for address, view in VIEWS:
        app.add_url_rule(address, f"programs.{view.__name__}", partial(view, engine), methods=["GET"])
