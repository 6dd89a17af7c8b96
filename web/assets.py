"""The files that pages load: style, scripts, the icon. They are kept as they were when the server started."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, abort

from web import urls

STATIC_AGE = 365 * 24 * 3600
"""Seconds that a browser may keep a file, whose address changes with its content."""
MIMETYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
ICON = "favicon.svg"
ICON_AGE = 24 * 3600
"""Seconds for the icon, whose address stays."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file: its address, its content, and what a browser must find that to be (https://www.w3.org/TR/SRI/)."""

    href: str
    content: bytes
    mimetype: str
    integrity: str

    def answer(self, age: int) -> Response:
        """The file, to be kept for ``age`` seconds."""
        response = Response(self.content, mimetype=self.mimetype)
        response.cache_control.public = True
        response.cache_control.max_age = age
        return response


def load_assets() -> dict[str, Asset]:
    """All files of ``static/`` by name."""
    folder = Path(__file__).parent / "static"
    return {path.name: _asset(path) for path in folder.iterdir() if path.suffix in MIMETYPES}


def register(app: Flask, assets: Mapping[str, Asset]) -> None:
    """Make the files reachable in ``app``."""

    def static(name: str) -> Response:
        return assets[name].answer(STATIC_AGE) if name in assets else abort(404)

    app.add_url_rule(f"{urls.STATIC}/<name>", "assets.static", static, methods=["GET"])
    app.add_url_rule(urls.ICON, "assets.icon", lambda: assets[ICON].answer(ICON_AGE), methods=["GET"])


def _asset(path: Path) -> Asset:
    content = path.read_bytes()
    digest = hashlib.sha384(content).digest()
    integrity = f"sha384-{base64.b64encode(digest).decode()}"
    return Asset(urls.static(path.name, digest.hex()[:12]), content, MIMETYPES[path.suffix], integrity)
