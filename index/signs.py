"""The signs of a text, for letters and questions alike: composed, without invisible ones, spaces and letters plain."""

import re
import unicodedata
from collections.abc import Iterator

_SIGNS = {
    **dict.fromkeys("\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\ufeff", ""),
    **{chr(code): "" for code in (*range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10))},
    **dict.fromkeys("\u00a0\u2007\u2009\u202f\t", " "),
    **dict.fromkeys("\r\u000b\u0085\u2028\u2029", "\n"),
    **{chr(code): "" for code in (*range(9), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0))},
    "ĳ": "ij",
    "Ĳ": "IJ",
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
}
_TAGS = re.compile("[\U000e0000-\U000e007f]")  # apart: a class with signs beyond U+FFFF is many times slower
_LONG_RUN = re.compile(r"[^\x00-\x7f]{200}")
_MOST_MARKS = 8
_SIGN = re.compile(f"[{''.join(map(re.escape, _SIGNS))}]")


def clean_signs(text: str) -> str:
    """``text`` in NFC, without invisible signs, with plain spaces, letters for ligatures and ``\\n`` as line end."""
    if text.isascii() and text.isprintable():
        return text
    plain = _SIGN.sub(lambda match: _SIGNS[match[0]], _TAGS.sub("", text.replace("\r\n", "\n")))
    if _LONG_RUN.search(plain):
        plain = "".join(_with_few_marks(plain))
    return unicodedata.normalize("NFC", plain)


def _with_few_marks(text: str) -> Iterator[str]:
    """The signs, no more than a few combining marks on one: putting very many in order takes time without end."""
    marks = 0
    for sign in text:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= _MOST_MARKS:
            yield sign
