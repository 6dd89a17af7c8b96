"""Letters as lines of JSON (https://jsonlines.org): what the hits of ``/api/search`` have of a letter."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from index.letter import Letter
from search.formats.paper import Address

_KEYS: Final = (
    "id", "title", "date", "dossier", "dossiers", "number", "kind", "completeness", "source",
    "ministries", "missions", "signatories", "path",
)  # fmt: skip


def write(letters: Iterable[Letter], _address: Address) -> Iterator[str]:
    """One object a line; its keys are those of a hit, without what belongs to one question (excerpts, score)."""
    for letter in letters:
        yield json.dumps(_object(letter), ensure_ascii=False) + "\n"


def _object(letter: Letter) -> dict[str, Any]:
    record = letter.to_record() | {"dossier": letter.dossier, "path": f"/brief/{letter.id}"}
    return {key: record[key] for key in _KEYS}
