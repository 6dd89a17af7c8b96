"""How many letters a second are read and indexed, of each form and of all mixed. A program of its own.

The letters are copies of the invented one of ``tests/letters`` (four pages), each with an id of its own in a ``.toml``
beside it, so that reading that is part of the time.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

import click

from index.builder import update

LETTER: Final = Path(__file__).parent.parent / "letters" / "kst-99521-7"
FORMS: Final = ("txt", "md", "xml", "html", "docx", "odt", "pdf")


@click.command()
@click.option("--letters", default=1000, show_default=True, help="Letters in the mixed folder, as many of each form.")
@click.option("--processes", default=2, show_default=True, help="Processes that read the mixed folder.")
def main(letters: int, processes: int) -> None:
    """Print letters a second by form (one process), and of all forms together."""
    each = -(-letters // len(FORMS))
    rates = {form: _rate({form: each}, 1) for form in FORMS}
    rates["all mixed"] = _rate(dict.fromkeys(FORMS, each), processes)
    json.dump({"letters of each form": each, "letters a second": rates}, sys.stdout, indent=2)


def _rate(forms: dict[str, int], processes: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        for form, number in forms.items():
            (corpus / form).mkdir(parents=True)
            for copy in range(number):
                shutil.copy(LETTER.with_suffix(f".{form}"), corpus / form / f"{copy}.{form}")
                (corpus / form / f"{copy}.toml").write_text(f'id = "{form}-{copy}"\n', encoding="utf-8")
        report = update(corpus, Path(folder) / "index", processes=processes)
        assert (report.letters, report.problems) == (sum(forms.values()), ())
        return round(report.letters / report.seconds, 1)


if __name__ == "__main__":
    main()
