"""The lines in which ministers and state secretaries say in which role they sign."""

import re
from typing import Final

ROLE: Final = (
    r"(?P<role>(?:(?:[Dd]e|DE) (?:minister|staatssecretaris)"
    r"|(?:(?:[Dd]e|DE) )?(?:Minister|MINISTER|Staatssecretaris|STAATSSECRETARIS))\b.{0,150}?)"
)
BEGINNINGS: Final = ("De ", "de ", "DE ", "Minister", "MINISTER", "Staatssecretaris", "STAATSSECRETARIS")
"""What every such line begins with."""
_ROLE: Final = re.compile(ROLE)


def is_role(text: str) -> bool:
    """True for a line that may say in which role somebody signs; running text may begin like one, too."""
    return text.startswith(BEGINNINGS) and bool(_ROLE.fullmatch(text))
