"""What a file, or one beside it, says of its letter by name: raw values -> checked `Fields`."""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar, get_args
from urllib.parse import urlsplit

from index.letter import Chamber, Completeness, Signatory
from index.signs import clean_signs

T = TypeVar("T")

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
MOST_VALUES = 500
LONGEST = 1000  # signs of one value
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SESSION = re.compile(r"[0-9]{4}-[0-9]{4}")
_DOSSIER = re.compile(r"([0-9]{2}) ?([0-9]{3})(?:[- ]([0-9]{2}|[IVX]{1,5}[A-Z]?|[A-M]))?")
_NUMBER = re.compile(r"[A-Za-z0-9]{1,8}(?:-[a-z][0-9]{1,2})?")


class FieldError(ValueError):
    """A field cannot be used; the message names it and the next step, in Dutch."""


@dataclass(frozen=True, slots=True)
class Fields:
    """What is given; None or nothing for what is not. ``ministries`` and ``missions`` are as typed.

    ``issued`` is the day of publication, which serves for a letter that has no date itself.
    """

    id: str | None = None
    title: str | None = None
    date: datetime.date | None = None
    issued: datetime.date | None = None
    dossiers: tuple[str, ...] = ()
    number: str | None = None
    session: str | None = None
    chambers: tuple[Chamber, ...] = ()
    kind: str | None = None
    ministries: tuple[str, ...] = ()
    missions: tuple[str, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    cites: tuple[str, ...] = ()
    addressee: str | None = None
    place: str | None = None
    source: str | None = None
    replaced_by: str | None = None
    completeness: Completeness | None = None

    def over(self, other: "Fields") -> "Fields":
        """These fields, and for what they do not give those of ``other``."""
        given = {name: getattr(self, name) for name in self.given()}
        return replace(other, **given)

    def given(self) -> tuple[str, ...]:
        """The names of what is given."""
        return tuple(field.name for field in fields(self) if getattr(self, field.name) != field.default)


def check_fields(given: Mapping[str, Any]) -> Fields:
    """The fields of a mapping of names to strings, lists and mappings; empty strings say nothing.

    Raises `FieldError` for an unknown name and for a wrong value.
    """
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name not in _FIELDS:
            raise FieldError(f"onbekend veld ‘{_short(name)}’; kies uit {', '.join(_FIELDS)}")
        if value == "":
            continue
        try:
            values[name] = _FIELDS[name](value)
        except FieldError as error:
            raise FieldError(f"veld ‘{name}’: {error}") from error
    if "chamber" in values:
        values["chambers"] = values.pop("chamber")
    dossier = [values.pop("dossier")] if "dossier" in values else []
    values["dossiers"] = tuple(dict.fromkeys([*dossier, *values.get("dossiers", ())]))
    return Fields(**values)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise FieldError(f"verwacht een tekst, niet {_kind(value)}")
    if any("\ud800" <= sign <= "\udfff" for sign in value):
        raise FieldError("bevat een half teken (een surrogaat); schrijf het teken zelf")
    text = " ".join(clean_signs(value).split())
    if len(text) > LONGEST:
        raise FieldError(f"heeft meer dan {LONGEST} tekens; kort het in")
    if not text:
        raise FieldError("is leeg; vul het in of laat het veld weg")
    return text


def _matching(pattern: re.Pattern[str], wanted: str) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        text = _text(value)
        if not pattern.fullmatch(text):
            raise FieldError(f"‘{_short(text)}’ is geen {wanted}")
        return text

    return check


def _date(value: Any) -> datetime.date:
    text = _matching(_DATE, "dag; schrijf bijvoorbeeld 2022-02-17")(value)
    try:
        return datetime.date(*(int(part) for part in text.split("-")))
    except ValueError as error:
        raise FieldError(f"‘{_short(text)}’ is geen bestaande dag; schrijf bijvoorbeeld 2022-02-17") from error


def _dossier(value: Any) -> str:
    text = _text(value)
    match = _DOSSIER.fullmatch(text)
    if match is None:
        raise FieldError(f"‘{_short(text)}’ is geen dossier; schrijf bijvoorbeeld 29521, 21501-02 of 33000-X")
    return match[1] + match[2] + (f"-{match[3]}" if match[3] else "")


def _source(value: Any) -> str:
    text = _text(value)
    try:
        address = urlsplit(text)
        valid = address.scheme in ("http", "https") and bool(address.hostname) and not set(text) & set(" \"'<>\\`")
    except ValueError:
        valid = False
    if not valid:
        raise FieldError(f"‘{_short(text)}’ is geen webadres; schrijf het voluit, met https:// ervoor")
    return text


def _completeness(value: Any) -> str:
    text = _text(value)
    if text not in get_args(Completeness):
        raise FieldError(f"‘{_short(text)}’ is onbekend; kies uit {', '.join(get_args(Completeness))}")
    return text


def _chambers(value: Any) -> tuple[str, ...]:
    names = tuple(_text(value).upper().split("+"))
    if set(names) - set(get_args(Chamber)):
        raise FieldError(f"‘{_short(value)}’ is geen kamer; schrijf TK, EK of TK+EK")
    return names


def _signatory(value: Any) -> Signatory:
    if not isinstance(value, dict) or set(value) != {"role", "name"}:
        raise FieldError("een ondertekenaar heeft precies de velden role en name")
    return Signatory(_text(value["role"]) if value["role"] else "", _text(value["name"]))


def _list_of(check: Callable[[Any], T]) -> Callable[[Any], tuple[T, ...]]:
    def check_all(value: Any) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise FieldError(f"verwacht een lijst, niet {_kind(value)}; schrijf [eerste, tweede]")
        if len(value) > MOST_VALUES:
            raise FieldError(f"heeft meer dan {MOST_VALUES} waarden; houd de belangrijkste")
        return tuple(dict.fromkeys(check(item) for item in value))

    return check_all


def _kind(value: Any) -> str:
    return "een lijst" if isinstance(value, list) else "een groep velden" if isinstance(value, dict) else "een tekst"


def _short(value: object) -> str:
    text = value if isinstance(value, str) else _kind(value)
    return text if len(text) <= 40 else f"{text[:40]}…"


_FIELDS: Mapping[str, Callable[[Any], Any]] = {
    "id": _matching(ID, "id; gebruik hoogstens 200 letters, cijfers, punten, _ en -, met een letter of cijfer voorop"),
    "title": _text,
    "date": _date,
    "issued": _date,
    "dossier": _dossier,
    "dossiers": _list_of(_dossier),
    "number": _matching(_NUMBER, "nummer; schrijf bijvoorbeeld 426 of U"),
    "session": _matching(_SESSION, "vergaderjaar; schrijf bijvoorbeeld 2021-2022"),
    "chamber": _chambers,
    "kind": lambda value: _text(value).lower(),
    "ministries": _list_of(_text),
    "missions": _list_of(_text),
    "signatories": _list_of(_signatory),
    "cites": _list_of(_matching(ID, "id; schrijf bijvoorbeeld kst-29521-426")),
    "addressee": _text,
    "place": _text,
    "source": _source,
    "replaced_by": _matching(ID, "id; schrijf bijvoorbeeld kst-29521-426-n1"),
    "completeness": _completeness,
}
