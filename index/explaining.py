"""``kbindex --explain``: what was read from one file, and from which line each field came."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from index.authority import Authority, load_authority
from index.citations.references import references_in
from index.errors import LetterError
from index.forms.document import Line
from index.forms.registry import FORMS
from index.forms.sandbox import Sandbox
from index.letter import Letter, Mission, Named, Place, Reference, Signatory
from index.readers import LetterRead, read_letter


class Origin(NamedTuple):
    """Where a field was read: ``source`` says in what, ``line`` is the line of the text, if it is one of it."""

    source: str
    line: Line | None = None


_PLACES: Final[Mapping[Place, str]] = {"title": "titel", "heading": "kop", "text": "tekst", "note": "noot"}


@dataclass(frozen=True, slots=True)
class Explained:
    """One field: its ``value`` as `Letter.to_record` has it, as ``text``, and where it was read.

    ``line`` and ``page`` count from 1 (see `index.forms.document.Line`), ``wording`` is the line as it stands there;
    None where the field was not read from a line. ``firsts`` says for each value of a list that was found in the text
    where it first stands on one line.
    """

    name: str
    label: str
    value: Any
    text: str
    source: str
    page: int | None = None
    line: int | None = None
    wording: str | None = None
    firsts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was read from a file: its form, its encoding when that is not UTF-8, and the fields that it has."""

    path: str
    form: str
    encoding: str | None
    fields: tuple[Explained, ...]


def explain(path: Path, corpus: Path) -> Explanation:
    """What becomes of the file ``path``, which need not lie in the corpus. Raises `LetterError`."""
    if not path.is_file():
        raise LetterError(path, "bestaat niet of is geen bestand; noem het bestand van één brief")
    inside = path.resolve().is_relative_to(corpus.resolve())
    authority = load_authority()
    folder = corpus.resolve() if inside else path.resolve().parent
    read = read_letter(path.resolve(), folder, authority, Sandbox())
    form = FORMS[path.suffix.lower()].name
    return Explanation(read.letter.path, form, read.encoding, tuple(_explained(read, authority)))


_LINES: Final = {"title": ("subject", "dossier_title", "heading"), "ministries": ("heading",)}
"""The parts of the head that a field of another name is read from."""


def _origins(read: LetterRead, authority: Authority) -> dict[str, Origin]:
    """Where each field was given, or the line of the head that it was read from."""
    letter, given, header = read.letter, read.given, read.header
    origins: dict[str, Origin] = {}
    given_names = {name for source in given for name in source.fields.given()}
    named_in_heading = bool(authority.ministries_in(header.heading or "", letter.date))
    for name in Letter.__slots__:
        source = next((source.source for source in given if name in source.fields.given()), None)
        line = next((header.origins[part] for part in _LINES.get(name, (name,)) if part in header.origins), None)
        if source or line:
            origins[name] = Origin(source or "tekst", None if source else line)
    signed = header.origins.get("signatories")
    if signed and letter.signatories == header.signatories:  # also where only names are given
        origins["signatories"] = Origin("tekst", signed)
    if letter.date and not header.date and "date" not in given_names:
        origins["date"] = next(Origin(source.source) for source in given if "issued" in source.fields.given())
    if signed and letter.ministries and not named_in_heading and "ministries" not in given_names:
        origins["ministries"] = Origin("tekst", signed)
    return origins


def _firsts(read: LetterRead, authority: Authority) -> dict[str, dict[str, Mapping[str, Any]]]:
    """For each mission and reference the first line that has the whole of it."""
    missions: dict[str, Mapping[str, Any]] = {}
    references: dict[str, Mapping[str, Any]] = {}
    for line in read.lines:
        for mission in authority.missions_in(line.text, read.letter.title):
            missions.setdefault(mission.id, _place(line))
        for reference in references_in(line.text):
            references.setdefault(reference.id, _place(line))
    return {"missions": missions, "references": references}


def _explained(read: LetterRead, authority: Authority) -> Iterator[Explained]:
    record, origins, firsts = read.letter.to_record(), _origins(read, authority), _firsts(read, authority)
    for name, (label, written, derived) in _SHOWN.items():
        value = getattr(read.letter, name)
        source, line = origins.get(name, Origin(derived))
        if value in (None, "", ()):
            yield Explained(name, label, record[name], "geen" if value == () else "niet gevonden", "")
        else:
            named = firsts.get(name)
            places = {part.id: named[part.id] for part in value if part.id in named} if named else {}
            yield Explained(name, label, record[name], written(value), source, **_place(line), firsts=places)


def _place(line: Line | None) -> Mapping[str, Any]:
    return {"page": line.page, "line": line.number or None, "wording": line.text} if line else {}


def _all(write: Callable[[Any], str]) -> Callable[[Iterable[Any]], str]:
    return lambda values: "\n".join(map(write, values))


def _signatory(value: Signatory) -> str:
    return ", ".join(filter(None, (value.role, value.name or "naam niet gevonden")))


def _named(value: Named) -> str:
    return f"{value.label} ({value.id})"


def _mission(value: Mission) -> str:
    where = f" in {', '.join(_PLACES[place] for place in value.where)}" if value.where else ""
    return f"{value.label} ({value.id}), {value.count} keer{where}{', onderwerp' if value.about else ''}"


def _reference(value: Reference) -> str:
    remarks = [
        f"‘{value.text}’" if value.text else "",
        f"van {value.date.isoformat()}" if value.date else "",
        "in een noot" if value.in_note else "",
        "waarschijnlijk een drukfout" if value.doubtful else "",
    ]
    return f"{value.id}: {', '.join(filter(None, remarks))}".rstrip(": ")


def _words(value: str) -> str:
    return f"{len(value.split())} woorden"


def _blocks(value: Iterable[Any]) -> str:
    kinds = [block.kind for block in value]
    names = {"paragraph": "alinea’s", "heading": "koppen", "item": "lijstonderdelen", "row": "tabelrijen"}
    return ", ".join(f"{kinds.count(kind)} {name}" for kind, name in names.items() if kind in kinds)


_TEXT: Final = "de hele tekst"
_SHOWN: Final[Mapping[str, tuple[str, Callable[[Any], str], str]]] = {
    "id": ("Id", str, "dossier en nummer, of bestandsnaam"),
    "title": ("Titel", str, "eerste regel"),
    "date": ("Datum", str, _TEXT),
    "place": ("Plaats", str, _TEXT),
    "kind": ("Soort", str, "verondersteld"),
    "dossiers": ("Dossier", ", ".join, _TEXT),
    "number": ("Nummer", str, _TEXT),
    "session": ("Vergaderjaar", str, "datum"),
    "chambers": ("Kamer", ", ".join, "verondersteld"),
    "addressee": ("Aan", str, _TEXT),
    "ministries": ("Ministerie", _all(_named), _TEXT),
    "on_behalf_of": ("Mede namens", _all(_named), _TEXT),
    "signatories": ("Ondertekenaar", _all(_signatory), _TEXT),
    "missions": ("Missie", _all(_mission), _TEXT),
    "references": ("Verwijst naar", _all(_reference), _TEXT),
    "source": ("Officiële tekst", str, _TEXT),
    "replaced_by": ("Vervangen door", str, _TEXT),
    "completeness": ("Volledigheid", str, "verondersteld"),
    "text": ("Tekst", _words, _TEXT),
    "blocks": ("Opbouw", _blocks, _TEXT),
    "notes": ("Noten", lambda notes: str(len(notes)), _TEXT),
}
"""The fields of a letter in the order in which they are shown: label, how they are written, and the usual source."""
assert set(_SHOWN) | {"path"} == {*Letter.__slots__}
