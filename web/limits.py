"""How much one client may ask. Every worker process sees the same counts, in memory that they share."""

import hashlib
import ipaddress
import mmap
import os
import re
import time
from collections.abc import Callable, Collection
from math import ceil
from typing import Final

import numpy as np
from flask import Flask, request
from werkzeug.exceptions import TooManyRequests

from search.language import gettext as _

BURST_S: Final = 5
"""A client that was silent may ask as much at once as in so many seconds."""
SETS: Final = 4096
WAYS: Final = 8
"""Clients that are remembered: 32,768 in 512 kB."""

_WITH_PORT: Final = re.compile(r"\[(?P<v6>[^\]]*)\](?::[0-9]+)?|(?P<v4>[0-9.]+):[0-9]+")
_SLOT: Final = np.dtype([("client", "<u8"), ("due", "<f8")])


class Limiter:
    """A bucket of ``burst`` requests for each client, into which ``rate`` requests a second flow.

    It is kept as one time, at which the bucket will be full (the generic cell rate algorithm, ITU-T I.371, annex A).
    A client whose time is past is as good as unknown, so its place is free; when all places that a client may have
    are taken, the one that would be free first is given away. Two workers that write one place at once may lose a
    request of the count; nobody is refused by it. Made before the workers are, it is one for all of them.
    """

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._interval, self._slack, self._clock = 1 / rate, max(burst - 1, 0) / rate, clock
        self._salt = os.urandom(16)  # nobody can choose addresses that share a place
        memory = mmap.mmap(-1, SETS * WAYS * _SLOT.itemsize)
        self._slots = np.frombuffer(memory, _SLOT).reshape(SETS, WAYS)

    def wait(self, address: str) -> float:
        """Seconds that a client must wait before it asks (again); 0: it may ask now, which is counted."""
        client = self._client(address)
        places, now = self._slots[(client >> 1) % SETS], self._clock()
        place = self._place(places, client)
        due = max(now, float(places["due"][place])) if places["client"][place] == client else now
        if due - now > self._slack:
            return due - now - self._slack
        places[place] = (client, due + self._interval)
        return 0

    def _place(self, places: np.ndarray[tuple[int], np.dtype[np.void]], client: int) -> int:
        (known,) = np.nonzero(places["client"] == client)
        return int(known[0]) if known.size else int(places["due"].argmin())

    def _client(self, address: str) -> int:
        digest = hashlib.blake2b(_network(address), digest_size=8, key=self._salt).digest()
        return int.from_bytes(digest) | 1  # 0 is an empty place


def register(app: Flask, rate: float, free: Collection[str]) -> None:
    """Refuse clients of ``app`` that ask more than ``rate`` requests a second, with status 429 and ``Retry-After``.

    Paths that are ``free`` may always be asked for.
    """
    limiter = Limiter(rate, rate * BURST_S)

    def limited() -> None:
        if request.path not in free and (wait := limiter.wait(request.remote_addr or "")):
            detail = _("Er komen te veel vragen achter elkaar van uw adres.")
            raise TooManyRequests(detail, retry_after=ceil(wait))

    app.before_request(limited)


def _network(address: str) -> bytes:
    """What stands for a client: an IPv4 address, or the network of an IPv6 one, of which a client has all addresses."""
    found = _WITH_PORT.fullmatch(address)
    try:
        ip = ipaddress.ip_address(found["v6"] or found["v4"] if found else address)
    except ValueError:
        return b""
    if isinstance(ip, ipaddress.IPv6Address):
        return ip.ipv4_mapped.packed if ip.ipv4_mapped else ip.packed[:8]
    return ip.packed
