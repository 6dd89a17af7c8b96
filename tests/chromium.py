"""The browser of the tests and of the pages' benchmark."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from playwright.sync_api import Browser, sync_playwright

NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
OPTIONS: Final = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium, without a window. Raises `LookupError`, saying what to do, where it is not installed."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        raise LookupError(f"geen Chromium gevonden ({', '.join(NAMES)}); voer uit: apt-get install chromium")
    root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*OPTIONS, *root])
        yield browser
        browser.close()
