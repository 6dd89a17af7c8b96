"""Where the corpus and the index are: the nearest folder upward that has one, as git does."""

from pathlib import Path
from typing import Final

CORPUS: Final = "corpus"
INDEX: Final = ".kbsearch"


def project_folder(start: Path) -> Path:
    """The nearest folder at or above ``start`` with a corpus or an index in it; ``start`` when there is none."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / CORPUS).is_dir() or (folder / INDEX).is_dir():
            return folder
    return start


def corpus_folder(given: str | None, start: Path) -> Path:
    """The corpus: ``given`` when the user named one, else the default beside ``start``."""
    return Path(given) if given else project_folder(start) / CORPUS


def index_folder(given: str | None, start: Path) -> Path:
    """The index: ``given`` when the user named one, else the default beside ``start``."""
    return Path(given) if given else project_folder(start) / INDEX
