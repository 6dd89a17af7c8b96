"""Build hook: compiles the catalogues of translations, which are not kept under version control."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LONG_AGO = datetime(1980, 1, 1, tzinfo=UTC)
"""Stands in every compiled catalogue, so that the same texts give the same bytes on any day."""


class CatalogueHook(BuildHookInterface[Any]):
    """Puts a ``.mo`` beside each ``.po``, for a wheel and for an editable install alike."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  hatchling's signature
        """Compile all catalogues; raises `ValueError` for one that is not well-formed."""
        for path in Path(self.root).glob("search/locale/*/LC_MESSAGES/*.po"):
            compiled(path)


def compiled(path: Path) -> Path:
    """Compile one catalogue; gives the file beside it."""
    with path.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    catalogue.creation_date = catalogue.revision_date = LONG_AGO
    target = path.with_suffix(".mo")
    with target.open("wb") as file:
        write_mo(file, catalogue)
    return target
