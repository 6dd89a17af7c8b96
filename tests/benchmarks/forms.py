"""How many letters a second are read and indexed, of each form and of all mixed. A program of its own.

The letters are copies of the invented one of ``tests/letters`` (four pages), each with an id of its own in a ``.toml``
beside it, so that reading that is part of the time.
"""

import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import click

from index.authority import load_authority
from index.builder import update
from index.forms.sandbox import Sandbox
from index.readers import read_letter

LETTER: Final = Path(__file__).parent.parent / "letters" / "kst-99521-7"
FORMS: Final = ("txt", "md", "xml", "html", "docx", "odt", "pdf")


@click.command()
@click.option("--letters", default=1000, show_default=True, help="Letters in the mixed folder, as many of each form.")
@click.option("--processes", default=2, show_default=True, help="Processes that read the mixed folder.")
def main(letters: int, processes: int) -> None:
    """Print how many letters of each form are read a second by one process, and how many of all mixed are indexed."""
    each = -(-letters // len(FORMS))
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        for form in FORMS:
            _copy(form, each, corpus / form)
        reading = {form: _reading(corpus / form, form, each) for form in FORMS}
        report = update(corpus, Path(folder) / "index", processes=processes)
    assert (report.letters, report.problems) == (each * len(FORMS), ())
    rates = {"read": reading, "all mixed, indexed": round(report.letters / report.seconds, 1)}
    json.dump({"letters of each form": each, "letters a second": rates}, sys.stdout, indent=2)


def _copy(form: str, number: int, folder: Path) -> None:
    folder.mkdir(parents=True)
    for copy in range(number):
        shutil.copy(LETTER.with_suffix(f".{form}"), folder / f"{copy}.{form}")
        (folder / f"{copy}.toml").write_text(f'id = "{form}-{copy}"\n', encoding="utf-8")


def _reading(folder: Path, form: str, number: int) -> float:
    """Letters of a folder read a second, after a first one that loads what the form needs."""
    authority, sandbox = load_authority(), Sandbox()
    read_letter(folder / f"0.{form}", folder, authority, sandbox)
    started = time.perf_counter()
    for copy in range(number):
        read_letter(folder / f"{copy}.{form}", folder, authority, sandbox)
    seconds = time.perf_counter() - started
    sandbox.close()
    return round(number / seconds, 1)


if __name__ == "__main__":
    main()
