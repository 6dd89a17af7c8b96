"""Writes the invented letters in every form, beside this script: ``python tests/letters/make_letters.py``."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import as_html
import as_markdown
import as_office
import as_text
import as_xml
from content import MINISTRY, OFFICIAL
from scan import scan

HERE = Path(__file__).parent


def main() -> None:
    """Writes all of them. LibreOffice and Poppler must be there, with the Dutch hyphenation (Debian's hyphen-nl)."""
    _write_text()
    with TemporaryDirectory() as folder:
        _write_office(Path(folder))


def _write_text() -> None:
    name, xml, metadata = OFFICIAL.identifier, as_xml.xml(OFFICIAL), as_xml.metadata_xml(OFFICIAL)
    texts = {
        f"{name}.txt": as_text.official(OFFICIAL),
        f"{name}.md": as_markdown.markdown(OFFICIAL),
        f"{name}.xml": xml,
        f"{name}.html": as_html.html(OFFICIAL),
        f"official/{name}/{name}.xml": xml,
        f"official/{name}/metadata.xml": metadata,
        f"{MINISTRY.identifier}.txt": as_text.ministry(MINISTRY),
    }
    for file, text in texts.items():
        path = HERE / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _write_office(work: Path) -> None:
    name = OFFICIAL.identifier
    flats = {
        name: as_office.official(OFFICIAL, as_office.ONE_COLUMN),
        f"{name}-kolommen": as_office.official(OFFICIAL, as_office.TWO_COLUMNS),
        MINISTRY.identifier: as_office.ministry(MINISTRY),
    }
    for stem, flat in flats.items():
        (work / f"{stem}.fodt").write_text(flat, encoding="utf-8")
    for stem in (name, MINISTRY.identifier):
        for suffix in ("odt", "docx", "pdf"):
            shutil.copyfile(as_office.converted(work / f"{stem}.fodt", suffix, work), HERE / f"{stem}.{suffix}")
    variants = HERE / "variants"
    variants.mkdir(exist_ok=True)
    columns = as_office.converted(work / f"{name}-kolommen.fodt", "pdf", work)
    shutil.copyfile(columns, variants / columns.name)
    (variants / "scan.pdf").write_bytes(scan(HERE / f"{name}.pdf"))


if __name__ == "__main__":
    main()
