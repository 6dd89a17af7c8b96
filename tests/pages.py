"""One page of every kind that the site has, for the tests that look at all of them."""

from typing import Final

PAGES: Final = {
    "home": "/",
    "results": "/zoeken?q=missie+Mali",
    "filtered": "/zoeken?q=missie&ministry=def&date=2022",
    "empty": "/zoeken?q=xyzzy&ministry=def",
    "error": "/zoeken?page=abc",
    "unknown": "/brief/kst-1-2",
    "letter": "/brief/brief-2022-02-17-beeindiging-takuba?q=Takuba+terugtrekking",
    "summary": "/brief/kst-29521-466?q=MINUSMA",
    "dossier": "/dossier/29521",
    "mission": "/missie/minusma",
    "values": "/zoeken/waarden?facet=dossier&q=missie",
    "help": "/hulp",
}
"""Their addresses in the tests' corpus, by a short name."""

STATUS: Final = {name: {"error": 400, "unknown": 404}.get(name, 200) for name in PAGES}
"""What the server says of each."""


def in_language(address: str, language: str) -> str:
    """The same page in another language."""
    return f"{address}{'&' if '?' in address else '?'}lang={language}"
