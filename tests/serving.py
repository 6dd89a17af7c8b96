"""A server of its own for a test, and a client that says exactly what it is told to."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

READY = re.compile(r"http://(127\.0\.0\.1):(\d+)")


@dataclass(frozen=True)
class Served:
    """A running server: its process, whose stderr from then on can be read, its address, and its port."""

    process: "subprocess.Popen[str]"
    site: str
    port: int

    def connect(self) -> socket.socket:
        """A connection to it, on which nothing was said."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def say(self, sent: bytes) -> bytes:
        """All that it answers to these bytes, until it closes the connection."""
        with self.connect() as connection:
            with suppress(ConnectionError):  # it has read enough
                connection.sendall(sent)
            return b"".join(iter(lambda: connection.recv(65536), b""))


@contextmanager
def running(command: Sequence[str], **environment: str) -> Iterator[Served]:
    """A server in a process of its own; it is stopped in the end, if it was not yet."""
    given = {name: value for name, value in os.environ.items() if not name.startswith("KBSEARCH")}
    with subprocess.Popen(
        [sys.executable, *command], stderr=subprocess.PIPE, text=True, env={**given, **environment}
    ) as process:
        assert process.stderr is not None
        try:
            said: list[str] = []
            for line in process.stderr:
                said.append(line)
                if found := READY.search(line):
                    break
            else:
                raise AssertionError("".join(said))
            yield Served(process, found[0], int(found[2]))
        finally:
            process.terminate()
            process.communicate(timeout=60)


@contextmanager
def serving(location: Path, *options: str, **environment: str) -> Iterator[Served]:
    """A kbweb over the index at ``location``; one worker that refuses nobody, unless told otherwise."""
    command = ["-m", "web.cli", "--port", "0", "--index", str(location), *options]
    with running(command, **{"KBSEARCH_WORKERS": "1", "KBSEARCH_RATE": "0", **environment}) as served:
        yield served
