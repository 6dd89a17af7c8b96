"""The official letter as zoek.officielebekendmakingen.nl offers it: OP XML, and the metadata.xml beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from parts import Block, Items, OfficialLetter, Paragraph, Run, Section, Signature, Subheading, Table, runs

_SITE = "https://zoek.officielebekendmakingen.nl"


def xml(letter: OfficialLetter) -> str:
    """The letter as a ``kamerstuk`` of the ``officiele-publicatie`` schema."""
    writer = _Writer(letter.notes)
    return "\n".join(
        (
            '<?xml version="1.0" encoding="utf-8"?>',
            "<officiele-publicatie><metadata>"
            f'<meta name="OVERHEIDop.externMetadataRecord" content="{_SITE}/{letter.identifier}/metadata.xml"/>'
            "</metadata>",
            "<kamerstuk>",
            "<kamerstukkop>"
            f'<tekstregel inhoud="vergaderjaar">Vergaderjaar {letter.session}</tekstregel>'
            f'<tekstregel inhoud="kameraanduiding">{letter.chamber}</tekstregel></kamerstukkop>',
            *(
                f"<dossier><dossiernummer><dossiernr>{number}</dossiernr></dossiernummer>"
                f"<titel>{escape(title)}</titel></dossier>"
                for number, title in letter.dossiers
            ),
            f'<stuk><stuknr>Nr. <ondernummer kamer="{letter.chamber_number}">{letter.number}</ondernummer></stuknr>',
            f"<titel>{escape(letter.heading)}</titel>",
            "<algemeen><vrije-tekst><tekst>",
            f"<al>{escape(letter.addressee)}</al>",
            f"<al>{letter.place}, {letter.day}</al>",
            *writer.divisions(letter.body),
            "</tekst></vrije-tekst></algemeen>",
            "<tekst-sluiting>",
            *map(_signature, letter.signatures),
            "</tekst-sluiting>",
            "<algemeen><vrije-tekst><tekst>",
            f'<tussenkop kopopmaak="vet">{escape(letter.report_title)}</tussenkop>',
            *writer.flat(letter.report),
            "</tekst></vrije-tekst></algemeen>",
            "</stuk></kamerstuk></officiele-publicatie>",
            "",
        )
    )


def metadata(letter: OfficialLetter) -> list[tuple[str, str, str]]:
    """What the site says of the letter: (name, scheme, content), names repeated for more than one content."""
    title = f"{letter.dossiers[0].title}; Brief regering; Brief van de ministers over de verzonnen taakgroep"
    dossiers = [("OVERHEIDop.dossiernummer", "", number.replace(" ", "")) for number, _ in letter.dossiers]
    return [
        ("DC.identifier", "OVERHEIDop.ParlID", letter.identifier),
        ("DC.title", "", title),
        ("DC.type", "OVERHEIDop.Parlementair", "Kamerstuk"),
        ("DC.type", "OVERHEIDop.KamerstukTypen", "Brief regering"),
        ("DC.creator", "OVERHEID.StatenGeneraal", letter.chamber),
        ("DCTERMS.language", "DCTERMS.RFC4646", "nl"),
        ("DCTERMS.issued", "DCTERMS.W3CDTF", "2022-02-22"),
        ("DCTERMS.available", "DCTERMS.W3CDTF", "2022-02-23"),
        ("OVERHEID.category", "OVERHEID.TaxonomieBeleidsagenda", "Internationaal | Defensie"),
        ("OVERHEIDop.publicationName", "OVERHEIDop.Publicatienaam", "Kamerstuk"),
        ("OVERHEIDop.documentStatus", "OVERHEIDop.DocumentStatus", "Opgemaakt"),
        ("OVERHEIDop.documenttitel", "", "Brief van de ministers over de verzonnen taakgroep"),
        *dossiers,
        ("OVERHEIDop.dossiertitel", "", letter.dossiers[0].title),
        ("OVERHEIDop.ondernummer", "", letter.number),
        ("OVERHEIDop.vergaderjaar", "", letter.session),
        ("OVERHEIDop.datumBrief", "DCTERMS.W3CDTF", letter.isoday),
        *(("OVERHEIDop.indiener", "OVERHEIDop.Indiener", name) for _, name in letter.signatures),
        ("OVERHEIDop.ontvanger", "", letter.chamber),
    ]


def metadata_xml(letter: OfficialLetter) -> str:
    """The file ``metadata.xml``."""
    fields = (
        f"  <metadata name={quoteattr(name)} scheme={quoteattr(scheme)} content={quoteattr(content)} />"
        for name, scheme, content in metadata(letter)
    )
    declaration = '<?xml version="1.0" encoding="utf-8"?>'
    return "\n".join((declaration, "<metadata_gegevens>", *fields, "</metadata_gegevens>", ""))


@dataclass(frozen=True, slots=True)
class _Writer:
    notes: Mapping[int, str]

    def divisions(self, blocks: tuple[Block, ...]) -> Iterator[str]:
        """The blocks, those below a section in a ``divisie`` of it."""
        is_open = False
        for block in blocks:
            if isinstance(block, Section):
                if is_open:
                    yield "</divisie>"
                yield f"<divisie><kop><nr>{block.number}</nr><titel>{escape(block.title)}</titel></kop>"
                is_open = True
            else:
                yield from self._block(block)
        if is_open:
            yield "</divisie>"

    def flat(self, blocks: tuple[Block, ...]) -> Iterator[str]:
        """The blocks in a row, a section as a ``tussenkop``."""
        for block in blocks:
            if isinstance(block, Section):
                yield f'<tussenkop kopopmaak="vetcur">{escape(block.title)}</tussenkop>'
            else:
                yield from self._block(block)

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Paragraph(text):
                yield f"<al>{self._inline(text)}</al>"
            case Subheading(title):
                yield f'<tussenkop kopopmaak="cur">{escape(title)}</tussenkop>'
            case Items(texts, numbered):
                yield f'<lijst type="expliciet" start="1" level="single" nr-sluiting="{"." if numbered else ""}">'
                for number, text in enumerate(texts, 1):
                    yield f"<li><li.nr>{f'{number}.' if numbered else '•'}</li.nr><al>{self._inline(text)}</al></li>"
                yield "</lijst>"
            case Table(headings, rows):
                yield from _table(headings, rows)

    def _inline(self, text: str) -> str:
        return "".join(self._note(run.note) if run.note else _run(run) for run in runs(text))

    def _note(self, number: int) -> str:
        text = self._inline(self.notes[number])
        return f'<noot id="n{number}" type="voet"><noot.nr>{number}</noot.nr><noot.al>{text}</noot.al></noot>'


def _run(run: Run) -> str:
    text = escape(run.text)
    if run.italic:
        return f'<nadruk type="cur">{text}</nadruk>'
    if not run.target:
        return text
    kind = "URL" if run.target.startswith("https:") else "document"
    return f'<extref doc={quoteattr(run.target)} soort="{kind}" status="actief">{text}</extref>'


def _table(headings: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    columns = range(1, len(headings) + 1)
    yield f'<table tabstyle="zebra" frame="topbot"><tgroup cols="{len(headings)}" align="left">'
    yield "".join(f'<colspec colnum="{column}" colname="col{column}"/>' for column in columns)
    yield f"<thead>{_row(headings)}</thead>"
    yield f"<tbody>{''.join(map(_row, rows))}</tbody></tgroup></table>"


def _row(cells: tuple[str, ...]) -> str:
    entries = (f'<entry colname="col{column}"><al>{escape(cell)}</al></entry>' for column, cell in enumerate(cells, 1))
    return f"<row>{''.join(entries)}</row>"


def _signature(signature: Signature) -> str:
    return (
        f"<ondertekening><functie>{escape(signature.role)}</functie>"
        f"<naam><achternaam>{escape(signature.name)}</achternaam></naam></ondertekening>"
    )
