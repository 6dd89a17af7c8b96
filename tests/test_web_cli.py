"""kbweb: what it says before it serves, and that it serves and stops."""

import json
import re
import signal
import socket
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.errors import KbError
from tests.serving import serving
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


def test_a_taken_port_is_said_with_another_to_try(taken: int) -> None:
    with pytest.raises(KbError, match=rf"poort {taken} is al in gebruik.*kbweb --port {taken + 1}"):
        listen("127.0.0.1", taken)


def test_a_strange_host_is_said() -> None:
    with pytest.raises(KbError, match=r"kan niet luisteren op nergens\.invalid"):
        listen("nergens.invalid", 0)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_address_is_one_to_open(host: str) -> None:
    with listen(host, 0) as listening:
        assert re.fullmatch(rf"http://{re.escape(host)}:[1-9]\d*", address(host, listening))


WRONG = {
    "a port that is none": ("--port", "http"),
    "a port below all": ("--port", "-1"),
    "a port above all": ("--port", "65536"),
    "no workers": ("--workers", "0"),
    "fewer requests than none": ("--rate", "-1"),
    "requests without number": ("--rate", "nan"),
    "no address": ("--base-url", "brieven.example.nl"),
    "an address of another kind": ("--base-url", "ftp://brieven.example.nl"),
    "an address without a name": ("--base-url", "https://"),
    "an address with a path": ("--base-url", "https://example.nl/brieven"),
    "an address with a question": ("--base-url", "https://example.nl?q=1"),
    "an address with somebody": ("--base-url", "https://me@example.nl"),
    "an address with a strange port": ("--base-url", "https://example.nl:http"),
    "an address with a port above all": ("--base-url", "https://example.nl:65536"),
    "an address of two lines": ("--base-url", "https://example.nl\n"),
}


@pytest.mark.parametrize("given", WRONG.values(), ids=WRONG)
def test_a_wrong_use_is_said_as_an_option_and_in_the_environment(given: tuple[str, str]) -> None:
    option, value = given
    names = {"--port": "KBSEARCH_WEB_PORT", "--base-url": "KBSEARCH_URL"}
    variable = names.get(option, f"KBSEARCH_{option[2:].upper()}")
    for answer in (CliRunner().invoke(main, given), CliRunner().invoke(main, [], env={variable: value})):
        assert (answer.exit_code, option in answer.output) == (2, True)


def test_every_option_has_a_variable_and_says_so() -> None:
    options = [parameter for parameter in main.params if parameter.name not in ("help", "version")]
    told = CliRunner().invoke(main, ["--help"], terminal_width=200).output
    variables = [str(option.envvar) for option in options]
    assert [variable for variable in variables if f"env var: {variable}" not in told] == []
    assert len(set(variables)) == len(options) == 15


def test_it_builds_serves_and_stops_quietly(tmp_path: Path) -> None:
    corpus, log = tmp_path / "corpus", tmp_path / "access.jsonl"
    corpus.mkdir()
    (corpus / "brief.md").write_text(LETTER, encoding="utf-8")
    environment = {
        "KBSEARCH_CORPUS": str(corpus),
        "KBSEARCH_URL": "https://brieven.example.nl/",
        "KBSEARCH_ACCESS_LOG": str(log),
        "KBSEARCH_WORKERS": "2",
    }
    with serving(tmp_path / "index", **environment) as served:
        with urllib.request.urlopen(f"{served.site}/zoeken?q=terugtrekken", timeout=10) as response:
            assert "Terugtrekking uit Mali" in re.sub(r"</?mark>", "", response.read().decode())
        with urllib.request.urlopen(f"{served.site}/brief/kst-29521-1", timeout=10) as response:
            assert "https://brieven.example.nl/brief/kst-29521-1" in response.read().decode()
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(timeout=20) == 0
        assert served.process.stderr is not None
        assert served.process.stderr.read() == ""
    lines = [json.loads(line) for line in log.read_text("ascii").splitlines()]
    assert [(line["path"], line["status"]) for line in lines] == [("/zoeken", 200), ("/brief/kst-29521-1", 200)]
