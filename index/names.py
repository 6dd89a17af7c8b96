"""One key for all spellings of a name."""

import re
from typing import Final

from index.analysis import fold

_WORD: Final = re.compile(r"\w+")


def name_key(text: str) -> str:
    """The words of a name, folded and joined by one space: ``EUTM-Mali`` -> ``eutm mali``, ``V&J`` -> ``v j``."""
    return " ".join(_WORD.findall(fold(text)))
