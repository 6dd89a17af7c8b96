"""What the catalogues must have, gathered from code, templates and lists; as a command it brings them up to date."""

import inspect
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from index.kinds import BEGINNINGS, kind_of
from index.schema import FACETS
from index.tokens import MONTHS
from search.cli import main as kbsearch

ROOT: Final = Path(__file__).parent.parent
CATALOGUES: Final = {"en": ROOT / "search" / "locale" / "en" / "LC_MESSAGES" / "kbsearch.po"}
KEYWORDS: Final = {"_": None, "gettext": None, "ngettext": (1, 2), "marked": None}
METHODS: Final = [("**.py", "python"), ("templates/**.html", "jinja2.ext:babel_extract")]
OPTIONS: Final = {"templates/**.html": {"trimmed": "true", "silent": "false"}}
HEADER: Final = """\
msgid ""
msgstr ""
"Language: {catalogue.locale}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {catalogue.plural_forms}\\n"

"""
"""Without the dates and names of people that gettext's own has: they would change with every run."""

Message = str | tuple[str, ...]
"""A text, or its forms for one and for many."""


def wanted() -> list[Message]:
    """Every text that must be translated, once."""
    return list(dict.fromkeys([*_in_code(), *_of_command(kbsearch), *_in_lists(), *_ministries()]))


def mission_names() -> list[str]:
    """The missions, as facets show them. A catalogue has those that are called otherwise in its language."""
    return [mission["name"] for mission in _list("missions")["mission"]]


def read(language: str) -> Catalog:
    """The catalogue of a language as it lies in the repository."""
    with CATALOGUES[language].open("rb") as file:
        return read_po(file, locale=language, domain="kbsearch", abort_invalid=True)


def write(language: str) -> list[tuple[str, ...]]:
    """Bring a catalogue up to date: the texts that are wanted, in order, and no others. Gives the untranslated ones."""
    path = CATALOGUES[language]
    catalogue = read(language) if path.exists() else Catalog(locale=language)
    template = Catalog(locale=language)
    for message in [*wanted(), *(name for name in mission_names() if name in catalogue)]:
        template.add(message)
    catalogue.update(template, no_fuzzy_matching=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(HEADER.format(catalogue=catalogue).encode())
        write_po(file, catalogue, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    return [forms(message.id) for message in catalogue if message.id and not all(forms(message.string))]


def forms(message: Any) -> tuple[str, ...]:
    """The text, or the texts, of what Babel holds of a message; an empty one for None."""
    return tuple(message) if isinstance(message, tuple | list) else (message or "",)


def _in_code() -> Iterator[Message]:
    for folder in ("search", "web"):
        found = extract_from_dir(ROOT / folder, METHODS, OPTIONS, KEYWORDS)
        yield from (message for _file, _line, message, _comments, _context in found)


def _of_command(command: click.Command) -> Iterator[str]:
    """What ``--help`` says."""
    yield inspect.cleandoc(command.help or "")
    yield inspect.cleandoc(command.epilog or "")
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            yield parameter.help
        if parameter.metavar and len(parameter.metavar) > 1:
            yield parameter.metavar


def _in_lists() -> Iterator[str]:
    yield from MONTHS
    yield from (facet.label for facet in FACETS)
    yield from (kind for beginning in BEGINNINGS if (kind := kind_of(beginning)))


def _ministries() -> Iterator[str]:
    """Ministries by all the names that they have had."""
    for ministry in _list("ministries")["ministry"]:
        yield ministry["name"]
        yield from (name["name"] for name in ministry["names"])


def _list(name: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / "index" / "authority" / f"{name}.toml").read_text(encoding="utf-8"))


if __name__ == "__main__":
    for chosen in CATALOGUES:
        for missing in write(chosen):
            print(f"{chosen}: nog te vertalen: {' | '.join(missing)}", file=sys.stderr)  # noqa: T201
