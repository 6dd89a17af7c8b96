"""Names as people write them: months, and one key for all spellings of a name."""

import re
from typing import Final

from index.analysis import fold

MONTHS: Final = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
_WORD: Final = re.compile(r"\w+")


def name_key(text: str) -> str:
    """The words of a name, folded and joined by one space: ``EUTM-Mali`` -> ``eutm mali``, ``V&J`` -> ``v j``."""
    return " ".join(_WORD.findall(fold(text)))
