"""``brief.toml`` beside ``brief.pdf`` (TOML 1.0) -> the fields that it gives, named as in front matter."""

import datetime
import re
import tomllib
from typing import Any, Final

from index.forms.document import Document, Unreadable
from index.forms.text import decoded

_LINE: Final = re.compile("at line ([0-9]+)")


def read_sidecar(content: bytes) -> Document:
    """The fields of a TOML file, days and numbers as text; a document without lines."""
    try:
        return Document((), {name: _plain(value) for name, value in tomllib.loads(decoded(content).text).items()})
    except ValueError as error:  # also a number of thousands of digits
        place = _LINE.search(str(error))
        where = f" op regel {place[1]}" if place else ""
        raise Unreadable(f'is geen geldige TOML{where}; schrijf elk veld als: naam = "waarde"') from error
    except RecursionError as error:
        raise Unreadable('is te diep genest; schrijf elk veld als: naam = "waarde"') from error


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    if isinstance(value, (int, float, datetime.time)):
        return str(value)
    return [_plain(item) for item in value] if isinstance(value, list) else value
