"""What a paragraph is, told from how it looks: an address or running text, a heading or not, an item of a list."""

import re
from collections.abc import Sequence
from itertools import pairwise
from string import ascii_lowercase
from typing import Final

BULLETS: Final = "•▪●◦‣∙■□○\uf0a7\uf0b7\uf0d8"
"""Signs that begin an item, whatever stands before them; the last are Word's."""
BULLET: Final = re.compile(rf"[{BULLETS}]\s*|[·–—-]\s+")
"""The sign that an item begins with, a dash among them."""
SALUTATION: Final = re.compile(r"(?:(?:Zeer )?[Gg]eachte|Mijnheer de) [^,.]{3,80}(?:, ?|$)")
"""How the text of a letter begins, up to its comma: what stands above is the head."""
_BLOCK_LINE: Final = (
    90  # signs; with a longer one, a paragraph's line breaks are not those of an address or a signature
)
_FULL_LINE: Final = 60  # signs; a line so long that goes on in lower case is running text
_TITLE: Final = 100  # signs; a longer paragraph in bold is no heading
_LETTERS: Final = 5  # aa, bb, up to zzzzz
_ROMAN_END: Final = 4000
_ROMAN: Final = (
    ("", "m", "mm", "mmm"),
    ("", "c", "cc", "ccc", "cd", "d", "dc", "dcc", "dccc", "cm"),
    ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc"),
    ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"),
)


def is_running_text(lines: Sequence[str]) -> bool:
    """Whether the lines of one paragraph are running text, not an address or a signature."""
    too_long = any(len(line) > _BLOCK_LINE for line in lines)
    return too_long or any(len(line) > _FULL_LINE and after[0].islower() for line, after in pairwise(lines))


def is_title(text: str) -> bool:
    """Whether a paragraph that stands out may be a heading: it is short, and does not end as a sentence does."""
    return len(text) <= _TITLE and not text.endswith((".", ",", ";"))


def numeral(value: int, form: str) -> str:
    """A number in a list as OpenDocument's ``style:num-format`` writes it: ``1``, ``a``, ``A``, ``i`` or ``I``.

    What letters or Roman numerals do not reach is written in digits.
    """
    if form.lower() == "a" and 0 < value <= _LETTERS * len(ascii_lowercase):
        times, letter = divmod(value - 1, len(ascii_lowercase))
        text = ascii_lowercase[letter] * (times + 1)
    elif form.lower() == "i" and 0 < value < _ROMAN_END:
        text = "".join(digits[int(digit)] for digits, digit in zip(_ROMAN, f"{value:04}", strict=True))
    else:
        return str(value)
    return text.upper() if form.isupper() else text
