"""The language that a searcher reads: texts are written in Dutch, and a catalogue has them in English.

The doors say once which language is spoken (`speaking`); whatever makes a text asks for it here. The catalogues are
those of GNU gettext (https://www.gnu.org/software/gettext/manual/), compiled when the package is built.
"""

import gettext as catalogues
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from importlib import resources
from typing import Final, NamedTuple

DUTCH: Final = "nl"
ENGLISH: Final = "en"
LANGUAGES: Final = (DUTCH, ENGLISH)
_DOMAIN: Final = "kbsearch"


class _Spoken(NamedTuple):
    language: str
    texts: catalogues.NullTranslations
    asked: bool


_SILENT: Final = _Spoken(DUTCH, catalogues.NullTranslations(), asked=False)
_SPOKEN: Final = ContextVar("language", default=_SILENT)
_ENGLISH_SIGNS: Final = str.maketrans(",.", ".,")


@contextmanager
def speaking(language: str, *, asked: bool = False) -> Iterator[None]:
    """Let every text that is made inside be in ``language``, one of `LANGUAGES`; in this thread or task only.

    ``asked`` says that the reader asked for it in so many words, so that links should go on in it. A source tree that
    was never built has no catalogue. Then Dutch is spoken, and `spoken` says so: every text is there in Dutch, and an
    answer in the other language is worth more than none.
    """
    texts = _catalogue(language)
    before = _SPOKEN.set(_Spoken(language, texts, asked) if texts else _SILENT)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def spoken() -> str:
    """The language that is spoken now: ``nl`` or ``en``."""
    return _SPOKEN.get().language


def asked() -> str | None:
    """The language that the reader asked for, if any."""
    return spoken() if _SPOKEN.get().asked else None


def gettext(text: str, /, **values: object) -> str:
    """A text in the language that is spoken, with ``{name}`` in it replaced by the value of that name."""
    told = _SPOKEN.get().texts.gettext(text) if text else text  # the empty text is the header of a catalogue
    return told.format_map(values) if values else told


def ngettext(one: str, many: str, number: int, /, **values: object) -> str:
    """As `gettext`, in the form that the number asks for; ``{number}`` in it is the number, written out."""
    told = _SPOKEN.get().texts.ngettext(one, many, number)
    return told.format_map({"number": decimal(number), **values})


def marked(text: str) -> str:
    """The text itself: marks, for the catalogue, one that is translated where it is used."""
    return text


def spellings(text: str) -> tuple[str, ...]:
    """The text as it is called in each language, whatever is spoken: ``Defensie``, ``Defence``."""
    told = (texts.gettext(text) for language in LANGUAGES if text and (texts := _catalogue(language)))
    return tuple(dict.fromkeys((text, *told)))


def decimal(number: float, digits: int = 0) -> str:
    """A number as it is written, with so many digits behind the point: ``12.345``, ``0,5``; in English ``12,345``."""
    told = f"{number:,.{digits}f}"
    return told if spoken() == ENGLISH else told.translate(_ENGLISH_SIGNS)


def of_environment(environment: Mapping[str, str]) -> str:
    """The language of a locale, from its variables (POSIX 8.2): English for an English one, for all others Dutch."""
    named = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next(filter(None, named), "")
    return ENGLISH if locale.lower().startswith(ENGLISH) else DUTCH


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: str) -> catalogues.NullTranslations | None:
    """The texts of a language; None for one that there are none of, or that were not built."""
    if language == DUTCH:
        return catalogues.NullTranslations()
    if language not in LANGUAGES:
        return None
    path = resources.files("search") / "locale" / language / "LC_MESSAGES" / f"{_DOMAIN}.mo"
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return catalogues.GNUTranslations(file)
