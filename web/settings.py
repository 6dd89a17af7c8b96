"""How a site is set up: what its keeper chooses, apart from the engine."""

import re
from dataclasses import dataclass
from typing import Final

from web.access_log import AccessLog

_PUBLIC: Final = re.compile(r"(https?://(?:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*|\[[0-9A-Fa-f:.]+\])(?::([0-9]{1,5}))?)/?")
MAX_PORT: Final = 65535


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices of a site's keeper; as they are here, for a site on the keeper's own machine."""

    base_url: str | None = None
    """The public address, as `public_address` gives it; None: what each request names."""
    proxies: int = 0
    """So many proxies of the keeper stand before the site; their ``X-Forwarded-For`` and ``-Proto`` are believed."""
    rate: float = 0
    """Requests a second that one client may go on asking; 0: as many as it likes."""
    open_metrics: bool = False
    """Whether ``/metrics`` answers other machines than this one."""
    access_log: AccessLog | None = None


DEFAULTS: Final = Settings()


def public_address(text: str) -> str:
    """The address of a site, without a slash at its end. Raises `ValueError`, with the reason, for what is none."""
    found = _PUBLIC.fullmatch(text)
    if not found or int(found[2] or 0) > MAX_PORT:
        raise ValueError("geef het begin van het adres, zoals https://brieven.example.nl")
    return found[1]
