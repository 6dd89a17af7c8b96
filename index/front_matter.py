"""The block between ``---`` lines that opens a Markdown file -> checked fields."""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, get_args
from urllib.parse import urlsplit

import yaml

from index.letter import Completeness, Signatory
from index.signs import clean_signs

T = TypeVar("T")

MAX_SIZE = 64 * 1024
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
_DELIMITER = re.compile(r"^---[ \t]*$", re.MULTILINE)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DOSSIER = re.compile(r"([0-9]{2}) ?([0-9]{3})(?:[- ]([0-9]{2}|[IVX]{1,5}[A-Z]?))?")
_NUMBER = re.compile(r"[A-Za-z0-9]{1,8}(?:-[a-z][0-9]{1,2})?")
_HINT = "schrijf elk veld als ‘naam: waarde’, en zet een waarde met een dubbele punt tussen aanhalingstekens"


class FrontMatterError(ValueError):
    """The block cannot be used; the message names line or field and the next step, in Dutch."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the block gives; None or nothing for what it does not. ``ministries`` and ``missions`` are as typed."""

    id: str | None = None
    title: str | None = None
    date: datetime.date | None = None
    dossiers: tuple[str, ...] = ()
    number: str | None = None
    kind: str | None = None
    ministries: tuple[str, ...] = ()
    missions: tuple[str, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    cites: tuple[str, ...] = ()
    addressee: str | None = None
    place: str | None = None
    source: str | None = None
    completeness: Completeness = "full"


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """The fields of a Markdown text and the text below them; no fields when it does not begin with ``---``.

    Raises `FrontMatterError` for a block that is not closed, too long or no YAML, and for an unknown or wrong field.
    """
    opening = _DELIMITER.match(text)
    if opening is None:
        return FrontMatter(), text
    closing = _DELIMITER.search(text, opening.end(), opening.end() + MAX_SIZE)
    if closing is None:
        raise FrontMatterError(
            f"de front matter van regel 1 eindigt niet binnen {MAX_SIZE // 1024} kB; sluit haar af met een regel ---"
        )
    return _checked(_loaded(text[opening.end() : closing.start()])), text[closing.end() :]


class _Loader(yaml.BaseLoader):
    """PyYAML's loader in which every scalar is a string; a field given twice is an error here."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in names:
                line = key.start_mark.line + 1
                raise FrontMatterError(f"veld ‘{_short(key.value)}’ staat op regel {line} nog een keer; houd er één")
            names.add(str(key.value))
        return super().construct_mapping(node, deep)


def _loaded(block: str) -> Mapping[str, Any]:
    try:
        loaded = yaml.load(block, Loader=_Loader)  # noqa: S506 - a BaseLoader: strings, lists and mappings only
    except yaml.YAMLError as error:
        line = _line(error, block)
        raise FrontMatterError(f"de front matter is geen geldige YAML op regel {line}; {_HINT}") from error
    except RecursionError as error:
        raise FrontMatterError(f"de front matter is te diep genest; {_HINT}") from error
    except FrontMatterError:
        raise
    except (ValueError, OverflowError) as error:  # an escape such as "\UFFFFFFFF"
        raise FrontMatterError(f"de front matter noemt een teken dat niet bestaat ({error}); {_HINT}") from error
    if loaded in (None, ""):
        return {}
    if not isinstance(loaded, dict):
        raise FrontMatterError(f"de front matter heeft op regel 2 geen velden; {_HINT}")
    return loaded


def _line(error: yaml.YAMLError, block: str) -> int:
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        return mark.line + 1 if mark else 2
    return block.count("\n", 0, getattr(error, "position", 0)) + 1


def _checked(fields: Mapping[str, Any]) -> FrontMatter:
    values: dict[str, Any] = {}
    for name, value in fields.items():
        if name not in _FIELDS:
            raise FrontMatterError(f"onbekend veld ‘{_short(name)}’; kies uit {', '.join(_FIELDS)}")
        if value == "":
            continue
        try:
            values[name] = _FIELDS[name](value)
        except FrontMatterError as error:
            raise FrontMatterError(f"veld ‘{name}’: {error}") from error
    dossier = [values.pop("dossier")] if "dossier" in values else []
    values["dossiers"] = tuple(dict.fromkeys([*dossier, *values.get("dossiers", ())]))
    return FrontMatter(**values)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise FrontMatterError(f"verwacht een tekst, niet {_kind(value)}")
    if any("\ud800" <= sign <= "\udfff" for sign in value):
        raise FrontMatterError("bevat een half teken (een surrogaat); schrijf het teken zelf")
    text = " ".join(clean_signs(value).split())
    if not text:
        raise FrontMatterError("is leeg; vul het in of laat het veld weg")
    return text


def _matching(pattern: re.Pattern[str], wanted: str) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        text = _text(value)
        if not pattern.fullmatch(text):
            raise FrontMatterError(f"‘{_short(text)}’ is geen {wanted}")
        return text

    return check


def _date(value: Any) -> datetime.date:
    text = _text(value)
    try:
        return datetime.date(*(int(part) for part in _matching(_DATE, "dag")(text).split("-")))
    except ValueError as error:
        raise FrontMatterError(f"‘{_short(text)}’ is geen bestaande dag; schrijf bijvoorbeeld 2022-02-17") from error


def _dossier(value: Any) -> str:
    text = _text(value)
    match = _DOSSIER.fullmatch(text)
    if match is None:
        raise FrontMatterError(f"‘{_short(text)}’ is geen dossier; schrijf bijvoorbeeld 29521, 21501-02 of 33000-X")
    return match[1] + match[2] + (f"-{match[3]}" if match[3] else "")


def _source(value: Any) -> str:
    text = _text(value)
    try:
        address = urlsplit(text)
        valid = address.scheme in ("http", "https") and bool(address.hostname) and not set(text) & set(" \"'<>\\`")
    except ValueError:
        valid = False
    if not valid:
        raise FrontMatterError(f"‘{_short(text)}’ is geen webadres; schrijf het voluit, met https:// ervoor")
    return text


def _completeness(value: Any) -> str:
    text = _text(value)
    if text not in get_args(Completeness):
        raise FrontMatterError(f"‘{_short(text)}’ is onbekend; kies uit {', '.join(get_args(Completeness))}")
    return text


def _signatory(value: Any) -> Signatory:
    if not isinstance(value, dict) or set(value) != {"role", "name"}:
        raise FrontMatterError("een ondertekenaar heeft precies de velden role en name")
    return Signatory(_text(value["role"]), _text(value["name"]))


def _list_of(check: Callable[[Any], T]) -> Callable[[Any], tuple[T, ...]]:
    def check_all(value: Any) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise FrontMatterError(f"verwacht een lijst, niet {_kind(value)}; schrijf [eerste, tweede]")
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
    "dossier": _dossier,
    "dossiers": _list_of(_dossier),
    "number": _matching(_NUMBER, "nummer; schrijf bijvoorbeeld 426 of U"),
    "kind": lambda value: _text(value).lower(),
    "ministries": _list_of(_text),
    "missions": _list_of(_text),
    "signatories": _list_of(_signatory),
    "cites": _list_of(_matching(ID, "id; schrijf bijvoorbeeld kst-29521-426")),
    "addressee": _text,
    "place": _text,
    "source": _source,
    "completeness": _completeness,
}
