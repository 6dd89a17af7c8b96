"""Every page, wide and narrow, light and dark, in tests/pictures: `make pictures` renews them, other runs try one."""

import io
import os
from pathlib import Path
from typing import Final, Literal

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.pages import PAGES

pytestmark = pytest.mark.browser

RENEW: Final = bool(os.environ.get("KBSEARCH_PICTURES"))
KEPT: Final = Path(__file__).with_name("pictures")
PICTURED: Final = PAGES if RENEW else {"home": PAGES["home"]}
HEIGHTS: Final = {1280: 900, 360: 740}
"""By width; what a window shows at first."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", HEIGHTS)
def test_pictures(browser: Browser, site: str, tmp_path: Path, width: int, scheme: Literal["light", "dark"]) -> None:
    size = (width, HEIGHTS[width])
    sizes = {}
    with browser.new_context(
        base_url=site,
        viewport={"width": width, "height": HEIGHTS[width]},
        color_scheme=scheme,
        locale="nl-NL",
        reduced_motion="reduce",
    ) as context:
        page = context.new_page()
        for name, path in PICTURED.items():
            page.goto(path)
            with Image.open(io.BytesIO(page.screenshot(animations="disabled"))) as picture:
                sizes[name] = picture.size
                small = picture.convert("RGB").quantize(dither=Image.Dither.NONE)  # 256 colours, a third of the bytes
                small.save((KEPT if RENEW else tmp_path) / f"{name}-{width}-{scheme}.png", optimize=True)
    assert sizes == dict.fromkeys(PICTURED, size)
