"""wrk as it is used here: a list of addresses asked over loopback by some connections at once."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Final

SCRIPT: Final = Path(__file__).with_name("load.lua")
TIMEOUT: Final = "30s"
"""An answer that takes longer is a failure."""
LONGEST: Final = 900
"""Seconds after which a load ends by itself."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one load gave: answers and failures (anything but status 200), seconds, times in ms, bytes received."""

    answers: int
    failures: int
    seconds: float
    p50: float
    p99: float
    bytes: int

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds


def is_installed() -> bool:
    """Whether there is a wrk to call (Debian: ``wrk``)."""
    return shutil.which("wrk") is not None


def once(servers: Sequence[str], paths: Sequence[str], connections: int) -> Load:
    """Ask each path once, in order; the servers (``host:port``) get every second, third, ... of them each.

    Raises `ValueError` when not all were answered in time.
    """
    with _running(servers, paths, connections, LOAD_ONCE="1") as wrk:
        finished = [line for line in islice(_lines(wrk), len(servers)) if line == "finished\n"]
        load = _ended(wrk)
    if len(finished) < len(servers):
        raise ValueError(f"{load.answers} of {len(paths)} addresses were answered")
    return load


@contextmanager
def meanwhile(servers: Sequence[str], paths: Sequence[str], connections: int) -> Iterator[list[Load]]:
    """Ask the paths round and round while the body runs; then the list has what came of it."""
    loads: list[Load] = []
    with _running(servers, paths, connections) as wrk:
        yield loads
        loads.append(_ended(wrk))


@contextmanager
def _running(
    servers: Sequence[str], paths: Sequence[str], connections: int, **settings: str
) -> Iterator[subprocess.Popen[str]]:
    """Raises `ValueError` for fewer paths or connections than servers: each has a thread of its own."""
    if min(len(paths), connections) < len(servers):
        raise ValueError("each server needs a connection and an address")
    sizes = ["-t", str(len(servers)), "-c", str(connections), "-d", f"{LONGEST}s", "--timeout", TIMEOUT]
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("".join(f"{path}\n" for path in paths))
        file.flush()
        surroundings = os.environ | {"LOAD_SERVERS": " ".join(servers), "LOAD_PATHS": file.name} | settings
        command = ["wrk", *sizes, "-s", str(SCRIPT), f"http://{servers[0]}/"]
        with subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, text=True) as wrk:
            try:
                yield wrk
            finally:
                wrk.kill()


def _lines(wrk: subprocess.Popen[str]) -> Iterator[str]:
    """What the script says, without wrk's own words."""
    stdout: IO[str] | None = wrk.stdout
    assert stdout is not None
    return (line for line in stdout if line.startswith(("finished", "{")))


def _ended(wrk: subprocess.Popen[str]) -> Load:
    """The figures of a load that is told to end now; wrk does not wait for answers on their way."""
    wrk.send_signal(signal.SIGINT)
    figures = next(line for line in _lines(wrk) if line.startswith("{"))
    return Load(**json.loads(figures))
