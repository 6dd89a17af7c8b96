"""The stylesheet: readable in light and in dark, and nothing from elsewhere."""

import re
from pathlib import Path

import pytest

import web

STYLE = (Path(web.__file__).parent / "static" / "style.css").read_text(encoding="utf-8")
TEXT = [
    ("ink", "paper"),
    ("ink", "sheet"),
    ("ink", "tint"),
    ("quiet", "paper"),
    ("quiet", "sheet"),
    ("quiet", "tint"),
    ("link", "paper"),
    ("link", "sheet"),
    ("link", "tint"),
    ("visited", "paper"),
    ("sheet", "link"),
    ("mark-ink", "mark"),
    ("badge-ink", "badge"),
]
EDGES = [("edge", "paper"), ("edge", "sheet"), ("link", "sheet")]


def palette(scheme: str) -> dict[str, str]:
    """The colours of a scheme by name."""
    light, dark = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[:2]
    colours = dict(re.findall(r"--([\w-]+): (#\w{6});", light))
    return colours | dict(re.findall(r"--([\w-]+): (#\w{6});", dark)) if scheme == "dark" else colours


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, as WCAG 2.2 defines it: from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), [(*pair, 4.5) for pair in TEXT] + [(*pair, 3.0) for pair in EDGES])
def test_colours_are_told_apart(scheme: str, front: str, back: str, least: float) -> None:
    colours = palette(scheme)
    assert contrast(colours[front], colours[back]) >= least


def test_the_style_needs_nothing_from_elsewhere() -> None:
    assert not re.search(r"url\(|@import|https?:", STYLE)
