"""kbweb: what it says before it serves, and that it serves and stops."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from index.errors import KbError
from web.cli import address, listen, main

LETTER = """---
id: kst-29521-1
title: Terugtrekking uit Mali
date: 2022-02-17
ministries: [Defensie]
---

De regering trekt de militairen terug uit Mali.
"""


@pytest.fixture
def taken() -> Iterator[int]:
    """A loopback port that somebody else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_help_ends_with_an_example() -> None:
    answer = CliRunner().invoke(main, ["--help"])
    assert answer.exit_code == 0
    assert " ".join(answer.output.split()).endswith(
        "open daarna http://127.0.0.1:8080/zoeken?q=MINUSMA in een browser."
    )


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_that_is_none_is_a_wrong_use(port: str) -> None:
    assert CliRunner().invoke(main, ["--port", port]).exit_code == 2


def test_a_taken_port_is_said_with_another_to_try(taken: int) -> None:
    with pytest.raises(KbError, match=rf"poort {taken} is al in gebruik.*kbweb --port {taken + 1}"):
        listen(Flask("test"), "127.0.0.1", taken)


def test_a_strange_host_is_said() -> None:
    with pytest.raises(KbError, match=r"kan niet luisteren op nergens\.invalid"):
        listen(Flask("test"), "nergens.invalid", 0)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_address_is_one_to_open(host: str) -> None:
    server = listen(Flask("test"), host, 0)
    assert re.fullmatch(rf"http://{re.escape(host)}:[1-9]\d*", address(host, server))
    server.close()


def test_it_builds_serves_and_stops_quietly(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "brief.md").write_text(LETTER, encoding="utf-8")
    command = [sys.executable, "-m", "web.cli", "--port", "0", "--index", str(tmp_path / "index")]
    environment = {**os.environ, "KBSEARCH_CORPUS": str(corpus)}
    heeds = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # what a shell starts in the background ignores it
    with subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        preexec_fn=heeds,  # noqa: PLW1509
    ) as process:
        assert process.stderr is not None
        said = next(line for line in process.stderr if "staat klaar" in line)
        found = re.search(r"http://127\.0\.0\.1:\d+", said)
        assert found is not None
        with urllib.request.urlopen(f"{found[0]}/zoeken?q=terugtrekken", timeout=10) as response:
            assert "Terugtrekking uit Mali" in re.sub(r"</?mark>", "", response.read().decode())
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == ""
    assert process.returncode == 0
