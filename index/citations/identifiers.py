"""The official identifiers of papers: made from what a citation says, and found where they stand in a text.

Forms are those of officielebekendmakingen.nl: ``kst-`` is a paper, ``h-`` the minutes of a sitting, ``ah-`` an answer
to questions, ``kv-`` the questions, ``blg-`` an annex, ``nds-`` a paper without dossier.
"""

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from index.citations.numbering import beyond

Chamber = Literal["tk", "ek"]

CHAMBER: Final = r"(?:II?|[TE]K|(?:Tweede|Eerste)\s{1,4}Kamer(?:\s{1,4}der\s{1,4}Staten-Generaal)?)(?!\w)"
"""A chamber as citations name it: ``II``, ``EK``, ``Tweede Kamer``."""
SESSION: Final = r"[0-9]{4}\s?[-‐‑–—−/]\s?(?:[0-9]{4}|[0-9]{2})(?![0-9])"
"""A parliamentary year: ``2021-2022``, ``2021–2022``, ``2021/22``."""
_YEAR: Final = re.compile("[0-9]+")

_YEARS: Final = "[0-9]{8}"
_REVISION: Final = "(?:-[hnb][0-9]{1,2})?"
_SUFFIX: Final = "-(?:[IVX]{1,5}[A-Z]?|[A-M]|[0-9]{2})(?=-[0-9A-Z])"
_FORMS: Final = (
    rf"kst-(?:{_YEARS}-)?(?P<dossier>[1-4][0-9]{{4}}(?:{_SUFFIX})?)-(?:[0-9]{{1,4}}[a-z]?|[A-Z]{{1,2}}){_REVISION}",
    rf"ah-[te]k-{_YEARS}-[0-9]{{1,4}}{_REVISION}",
    rf"h-[te]k-{_YEARS}-[0-9]{{1,5}}(?:[-_][0-9]{{1,5}}){{0,2}}",
    rf"kv-tk-(?:[0-9]{{4}}Z[0-9]{{5}}|{_YEARS}-KVR[0-9]{{1,6}})",
    "nds-tk-[0-9]{4}D[0-9]{5}",
    "(?:kst|ah)-[0-9]{6,7}",
    "blg-[0-9]{3,7}",
    "[0-9]{4}tkkst(?P<printed>(?P<printed_dossier>[0-9]{5}(?:-[0-9]{2}(?=-))?)-[0-9]{1,4})",  # the foot of old prints
)
# the last one of an address that names two: kst-32827-124.html/kst-32827-125
_IDENTIFIER: Final = re.compile(rf"(?<![\w-])(?:{'|'.join(_FORMS)})(?![\w-])(?!\.(?:html|pdf|xml|odt)/)")
# Every form has one of these; a pattern that begins with one plain sign is found many times faster than another.
_SIGN: Final = re.compile(
    "-[0-9](?:(?<=kst-.)|(?<=[te]k-.)|(?<=ah-.)|(?<=blg-.)|(?<=tkkst[0-9]{5}-.)|(?<=tkkst[0-9]{5}-[0-9]{2}-.))"
)


class Citation(NamedTuple):
    """Papers that a text cites at one place.

    The wording is from ``start`` to ``end``, and ``reach`` is where the pages and the day behind it end. What is said
    of these papers alone begins at ``own``: a second number of a dossier (``29 521, nr. 426, 15 oktober 2021 en nr.
    405``) has the wording of the first before its own.
    """

    start: int
    own: int
    end: int
    reach: int
    ids: tuple[str, ...]
    dossier: str | None = None


def paper_id(dossier: str, number: str) -> str:
    """``kst-21501-02-2462`` for number ``2462`` (of the Eerste Kamer ``N``) of dossier ``21501-02``."""
    return f"kst-{dossier}-{number}"


def sitting_id(chamber: Chamber, session: str, number: str, item: str | None = None) -> str:
    """``h-tk-20152016-60-8`` for item 8 of sitting 60 of session ``20152016``; without an item the sitting's."""
    return f"h-{chamber}-{session}-{number}" + (f"-{item}" if item else "")


def answer_id(chamber: Chamber, session: str, number: str) -> str:
    """``ah-tk-20212022-3173`` for number ``3173`` of the Aanhangsel of session ``20212022``."""
    return f"ah-{chamber}-{session}-{number}"


def chamber_named(name: str | None) -> Chamber:
    """The chamber of a `CHAMBER` as written; the Tweede Kamer where a citation names none."""
    return "ek" if name and name.startswith(("E", "I")) and name != "II" else "tk"


def session_years(session: str) -> str | None:
    """``20212022`` for a `SESSION` as written; None when its years do not follow each other."""
    first, last = _YEAR.findall(session)
    following = str(int(first) + 1)
    return first + following if following.endswith(last) else None


def identifiers_in(text: str) -> Iterator[Citation]:
    """The official identifiers that stand in ``text`` themselves, also within addresses."""
    if not _SIGN.search(text):
        return
    for match in _IDENTIFIER.finditer(text):
        id_ = paper_id(*match["printed"].rsplit("-", 1)) if match["printed"] else match[0]
        dossier = match["dossier"] or match["printed_dossier"]
        start, end = match.span()
        yield Citation(start, start, end, beyond(text, end), (id_,), dossier)
