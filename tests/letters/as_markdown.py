"""The official letter in Markdown: a few fields in front matter, the title not among them, and notes as footnotes."""

from collections.abc import Iterator

from parts import Block, Items, OfficialLetter, Paragraph, Run, Section, Subheading, Table, runs


def markdown(letter: OfficialLetter) -> str:
    """The letter in CommonMark, with a table and footnotes."""
    chunks = (
        f'---\ndate: {letter.isoday}\nsession: {letter.session}\nnumber: "{letter.number}"\n---',
        f"{letter.chamber}\n{letter.chamber_number}\nVergaderjaar {letter.session}",
        "\n".join(f"{number} {title}" for number, title in letter.dossiers),
        f"# Nr. {letter.number} {letter.heading}",
        letter.addressee,
        f"{letter.place}, {letter.day}",
        *_blocks(letter.body),
        *(f"{role}\n{name}" for role, name in letter.signatures),
        f"# {letter.report_title}",
        *_blocks(letter.report),
        *(f"[^{number}]: {_text(text)}" for number, text in letter.notes.items()),
    )
    return "\n\n".join(chunks) + "\n"


def _text(text: str) -> str:
    return "".join(_run(run) for run in runs(text))


def _run(run: Run) -> str:
    if run.note:
        return f"[^{run.note}]"
    return f"*{run.text}*" if run.italic else run.text


def _blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph(text):
                yield _text(text)
            case Section(number, title):
                yield f"## {f'{number} {title}'.strip()}"
            case Subheading(title):
                yield f"### {title}"
            case Items(texts, numbered):
                marks = (f"{number}." if numbered else "-" for number in range(1, len(texts) + 1))
                yield "\n".join(f"{mark} {_text(text)}" for mark, text in zip(marks, texts, strict=True))
            case Table(headings, rows):
                yield "\n".join((_row(headings), _row(("---",) * len(headings)), *map(_row, rows)))


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"
