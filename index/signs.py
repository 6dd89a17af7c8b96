"""The signs of a text, for letters and questions alike: composed, without invisible ones, spaces and letters plain."""

import re
import unicodedata

_SIGNS = {
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", ""),
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
_SIGN = re.compile(f"[{''.join(map(re.escape, _SIGNS))}]")


def clean_signs(text: str) -> str:
    """``text`` in NFC, without invisible signs, with plain spaces, letters for ligatures and ``\\n`` as line end."""
    plain = _SIGN.sub(lambda match: _SIGNS[match[0]], text.replace("\r\n", "\n"))
    return unicodedata.normalize("NFC", plain)
