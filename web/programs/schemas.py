"""The shape of our values as JSON Schema (2020-12), read from their classes so that it cannot differ from them."""

import datetime
import inspect
import re
import types
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

Schema = dict[str, Any]

_SENTENCE: Final = re.compile(r".*?(?<![A-Z])\.(?= |$)")
PLACE: Final = "#/components/schemas/"
_PLAIN: Final[Mapping[object, Schema]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    datetime.date: {"type": "string", "format": "date"},
}


def schema_of(hint: Any) -> Schema:
    """The schema of a type: a plain one, a choice of words, a union, a tuple of one type, or one of our classes."""
    if hint in _PLAIN:
        return dict(_PLAIN[hint])
    origin, args = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"type": "string", "enum": list(args)}
    if origin in (Union, types.UnionType):
        return {"anyOf": [schema_of(arg) for arg in args]}
    if origin is tuple:
        return {"type": "array", "items": schema_of(args[0])}
    return reference(hint)


def reference(kind: type) -> Schema:
    """A reference to the schema of one of our classes."""
    return {"$ref": PLACE + kind.__name__}


def record(properties: Mapping[str, Schema], text: str, optional: Iterable[str] = ()) -> Schema:
    """An object with these properties, all of them but for the optional ones, and no others."""
    required = [name for name in properties if name not in set(optional)]
    return {
        "type": "object",
        "description": text,
        "properties": dict(properties),
        "required": required,
        "additionalProperties": False,
    }


def properties_of(kind: type, without: Iterable[str] = ()) -> dict[str, Schema]:
    """The schema of each of a class's fields, in their order."""
    return {name: schema_of(hint) for name, hint in get_type_hints(kind).items() if name not in set(without)}


def record_of(kind: type, without: Iterable[str] = (), optional: Iterable[str] = ()) -> Schema:
    """A class as an object; the first sentence of its docstring says what it is."""
    sentence = _SENTENCE.match(" ".join((inspect.getdoc(kind) or "").split()))
    return record(properties_of(kind, without), sentence[0] if sentence else "", optional)
