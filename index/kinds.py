"""What sort of paper a heading, or the type that a site gives it, announces."""

from typing import Final

_KINDS: Final = {
    "brief": "brief",
    "geleidende brief": "brief",
    "verslag houdende een lijst van vragen": "lijst van vragen",
    "lijst van vragen": "lijst van vragen",
    "lijst met vragen": "lijst van vragen",
    "voorlopig verslag": "verslag",
    "verslag": "verslag",
    "inbreng": "inbreng",
    "gewijzigde motie": "motie",
    "motie": "motie",
    "gewijzigd amendement": "amendement",
    "amendement": "amendement",
    "geannoteerde agenda": "agenda",
    "agenda": "agenda",
    "rapport": "rapport",
    "tweede nota": "nota",
    "derde nota": "nota",
    "nota": "nota",
    "advies": "advies",
    "aanhangsel": "vragen",
    "antwoord": "vragen",
    "schriftelijke vragen": "vragen",
    "vragen": "vragen",
}
"""What the text begins with -> the sort of paper; the longer beginning stands before the shorter."""
BEGINNINGS: Final = tuple(_KINDS)


def kind_of(text: str) -> str | None:
    """The sort of paper that ``text`` announces, in any case; None when it announces none."""
    lower = text.lower()
    return next((kind for beginning, kind in _KINDS.items() if lower.startswith(beginning)), None)
