"""The raw text of a letter -> clean lines, and lines -> paragraphs: no page furniture, no footnotes, whole words."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.signs import clean_signs

PAGE = "\f"
"""A line that stands for a page break."""

_FURNITURE = (
    r"Tweede Kamer der Staten-Generaal(?: \|)? ?\d|Eerste Kamer der Staten-Generaal(?: \|)? ?\d",
    r"Vergaderjaar \d{4} ?[-–](?: ?\d{4})?",
    r"(?:Tweede|Eerste) Kamer, vergaderjaar \d{4}.{0,80}",
    r"kst-[\w-]+|KST\d+|\d{4}tkkst[\w-]+",
    r"ISSN ?0921 ?- ?7371.{0,80}",
    r"Sdu Uitgevers.{0,80}",
    r"['’‘`]s[- ]Gravenhage \d{4}",
    r"(?:Blad|Pagina) \d+(?: (?:van|/) ?\d+)?",
    r"Naar boven",
)
_IS_FURNITURE = re.compile("|".join(_FURNITURE))
_SESSION_BROKEN = re.compile(r"Vergaderjaar \d{4} ?[-–]")
_YEAR = re.compile(r"\d{4}")
_PAGE_NUMBER = re.compile(r"\d{1,3}")

# A footnote at the bottom of a page: its mark (a misread 1 is often T, l or I), and what no sentence of a letter has.
_NOTE = re.compile(r"(?:\d{1,2}|[TIl!|'’\"]) (?=[A-ZÀ-Ý«“\"(])")
_NOTE_PROOF = re.compile(
    r"\||https?://|www\.|\b[\w-]{1,60}\.(?:nl|com|org|eu|int|fr|be|de)\b|\bKamerstuk|\bZie\b|\bHandelingen\b"
)
_SITE_NOTE = re.compile(r"X Noot")
_NOTE_LINES = 12
_MARK = re.compile(r"[0-9]{1,2}(?=[\s.,;:)]|$)")
_BEFORE_MARK = re.compile(r"(?<!\bnr)(?<!\bnrs)(?<!\bart)(?<!\bblz)(?<!d\.d)(?<=[a-zà-ÿ)»])[.,;:]?\Z")
_STRAY_QUOTE = re.compile(r"(?:(?<=[a-zà-ÿ][.,;:])|(?<=[a-zà-ÿ]))\"")

_BULLET = re.compile(r"[•▪●◦–—-] |[a-z0-9]{1,2}[.)] ")
_ENDS_SENTENCE = re.compile(r"[.?!:;…][\"'’”»)\]]*$")
_OPEN_END = re.compile(
    r"(?:\bd\.d|\bdd|\bnrs?|\bdhr|\bmw|\bHr\.Ms|\bZr\.Ms|\bart|\bblz|\bc\.q|\bo\.m|\bbijv)\.$", re.IGNORECASE
)
_FULL_LINE = 40  # signs; a shorter line without full stop is a heading, not half a sentence

_OPENING = "«‹“”„‚‘’\"'([{–—"
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_INDENTED_PAGES = 10  # lines; more frequent than once in so many lines, a leading space is no sign of a page break
_KEEPS_SPACE = frozenset({"en", "of", "en/of", "dan", "noch"})
_ACRONYM = 5  # letters; longer words in capitals stand in a heading
_KEEPS_HYPHEN = frozenset({"niet", "vice"})


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text without its pages: ``lines`` (empty ones between paragraphs, `PAGE` at a page break), the ``furniture``
    and the foot``notes`` that stood between them."""

    lines: tuple[str, ...]
    furniture: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def clean_lines(raw: str) -> Cleaned:
    """The lines of a letter as read from a file, page furniture and footnotes taken out."""
    furniture: list[str] = []
    lines: list[str] = []
    for line in _paged(clean_signs(raw)):
        if _IS_FURNITURE.fullmatch(line) or _continues_furniture(furniture, lines, line):
            furniture.append(line)
            lines.append(PAGE)
        else:
            lines.append(line)
    kept, notes = _without_notes(lines)
    return Cleaned(tuple(kept), tuple(furniture), tuple(notes))


def paragraphs(lines: Sequence[str], notes: int = 0) -> str:
    """Lines as running text: one line per paragraph, one empty line between, the marks of ``notes`` footnotes gone."""
    attested = _attested(lines) if any(line.endswith("-") for line in lines) else {}
    joined = (_join(group, attested) for group in _groups(lines))
    text = "\n\n".join(_without_marks(paragraph, notes) if notes else paragraph for paragraph in joined)
    return unicodedata.normalize("NFC", text)


def _paged(text: str) -> Iterator[str]:
    """The lines, single-spaced; a form feed, or one leading space as OCR leaves it, becomes a `PAGE` line."""
    lines = text.replace(PAGE, f"\n{PAGE}\n").split("\n")
    indented = {number for number, line in enumerate(lines) if line[:1] == " " and line[1:2].strip()}
    pages = indented if len(indented) * _INDENTED_PAGES < len(lines) else frozenset()
    for number, line in enumerate(lines):
        if number in pages:
            yield PAGE
        yield line if line == PAGE else " ".join(line.split())


def _continues_furniture(furniture: Sequence[str], lines: Sequence[str], line: str) -> bool:
    """True for a page number beside a page break, and for the second half of a session line that was broken."""
    if not lines or lines[-1] != PAGE:
        return False
    broken = bool(furniture) and bool(_SESSION_BROKEN.fullmatch(furniture[-1]))
    return bool(_PAGE_NUMBER.fullmatch(line)) or (broken and bool(_YEAR.fullmatch(line)))


def _without_notes(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """The lines without footnotes, and the notes: blocks at the end of a page, or a site's ``X Noot`` lists."""
    kept: list[str] = []
    notes: list[str] = []
    position, done = 0, -1
    while position < len(lines):
        end = _note_end(lines, position, after_note=position == done)
        if end == position:
            kept.append(lines[position])
            position += 1
        else:
            block = " ".join(line for line in lines[position:end] if line and not _SITE_NOTE.fullmatch(line))
            notes.extend([_NOTE.sub("", block, count=1)] if block else [])
            position = done = end
    return kept, notes


def _note_end(lines: Sequence[str], start: int, *, after_note: bool) -> int:
    """Where the footnote that begins at ``start`` ends; ``start`` itself when there is none."""
    end = start + 1
    if _SITE_NOTE.fullmatch(lines[start]):
        while end < len(lines) and lines[end] != PAGE and not _SITE_NOTE.fullmatch(lines[end]):
            end += 1
        return end
    begins_block = not start or after_note or lines[start - 1] in ("", PAGE)
    if not begins_block or not _NOTE.match(lines[start]):
        return start
    while end < len(lines) and lines[end] not in ("", PAGE) and not _NOTE.match(lines[end]):
        end += 1
    following = next((line for line in lines[end : end + _NOTE_LINES] if line), PAGE)
    closes_page = following == PAGE or _NOTE.match(following)
    is_note = closes_page and end - start <= _NOTE_LINES and _NOTE_PROOF.search(" ".join(lines[start:end]))
    return end if is_note else start


def _groups(lines: Sequence[str]) -> Iterator[list[str]]:
    """The lines of each paragraph. A page break alone ends none; an empty line in mid-sentence does not either."""
    group: list[str] = []
    blank = page = False
    for line in lines:
        if line in ("", PAGE):
            blank, page = blank or not line, page or line == PAGE
            continue
        if group and (_begins_item(group[-1], line) or (blank and not _runs_on(group[-1], line, page=page))):
            yield group
            group = []
        group.append(line)
        blank = page = False
    if group:
        yield group


def _begins_item(before: str, after: str) -> bool:
    return bool(_BULLET.match(after)) and before[-1] in ".:;,?!"


def _runs_on(before: str, after: str, *, page: bool) -> bool:
    """True when ``after`` goes on with the sentence of ``before`` though an empty line stands between."""
    if before[-1] == "-" and before[-2:-1].isalpha():
        return True
    if _OPEN_END.search(before[-8:]):
        return not after[0].isupper()
    if _ENDS_SENTENCE.search(before[-8:]) or _BULLET.match(after):
        return False
    return after[0].islower() or (page and len(before) >= _FULL_LINE and after[0].isalpha())


def _join(lines: Sequence[str], attested: Mapping[str, int]) -> str:
    parts = [lines[0]]
    for line in lines[1:]:
        left = _last_word(parts[-1]) if parts[-1].endswith("-") else ""
        if not left:
            parts.append(" ")
        elif (hyphen := _hyphen(left, _first_word(line), attested)) != "-":
            parts[-1] = parts[-1][:-1]
            parts.append(hyphen)
        parts.append(line)
    return "".join(parts)


def _hyphen(left: str, right: str, attested: Mapping[str, int]) -> str:
    """What stands between two halves of a word (or two words) that a line end divided: nothing, ``-`` or ``- ``."""
    if right.lower() in _KEEPS_SPACE:
        return "- "
    part = left.rpartition("-")[2]
    if part.isupper() and right.isupper() and len(part) > _ACRONYM:
        return ""
    if part.isupper() or not right[:1].islower():
        return "-"
    whole, divided = attested.get(f"{left}{right}".lower(), 0), attested.get(f"{left}-{right}".lower(), 0)
    if whole or divided:
        return "" if whole >= divided else "-"
    keeps = part.lower() in _KEEPS_HYPHEN or (part[0].isupper() and f"{part}-".lower() in attested)
    return "-" if keeps else ""


def _attested(lines: Iterable[str]) -> Counter[str]:
    """How often each word stands in the lines; for ``Takuba-partner`` also ``takuba-``, the part before a hyphen."""
    words = Counter(word.lower() for line in lines for word in _WORD.findall(line))
    for word in [word for word in words if "-" in word]:
        words.update(f"{part}-" for part in word.split("-")[:-1])
    return words


def _last_word(line: str) -> str:
    """The word before the hyphen that ends ``line``; empty when the hyphen is a dash."""
    left = line[:-1].rpartition(" ")[2].lstrip(_OPENING)
    return left if left[-1:].isalnum() else ""


def _first_word(line: str) -> str:
    match = _WORD.match(line)
    return match.group() if match else ""


def _without_marks(paragraph: str, notes: int) -> str:
    """The paragraph without the marks of the text's footnotes, also one that OCR made a quotation mark."""
    if paragraph.count('"') == 1:
        paragraph = _STRAY_QUOTE.sub("", paragraph)
    return _MARK.sub(lambda match: "" if _is_mark(match, notes) else match[0], paragraph)


def _is_mark(match: re.Match[str], notes: int) -> bool:
    """True for the number of a footnote that is glued to a word or the sign behind it, as in ``schetsen.1``."""
    before = match.string[max(0, match.start() - 8) : match.start()]
    return 1 <= int(match[0]) <= notes and bool(_BEFORE_MARK.search(before))
