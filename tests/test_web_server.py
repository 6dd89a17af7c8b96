"""A server that stands: what its clients do, how it stops, and what happens to its workers."""

import json
import os
import re
import signal
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

from index.builder import update
from tests.serving import Served, running, serving

APP = """
import os, sys, time, threading
from functools import partial
from flask import Flask, Response, request
from gunicorn import util
from gunicorn.workers import gthread
from web import server
from web.cli import address, listen

server.READING_S = server.SENDING_S = 0.5
server.REFUSING_S = 20
server.KEPT_S = gthread.DEFAULT_WORKER_DATA_TIMEOUT = 1000
util.close_graceful = partial(util.close_graceful, timeout=1000)
app = Flask("test")
app.add_url_rule("/pid", "pid", lambda: str(os.getpid()))

def drip(pieces):
    for _ in range(pieces):
        yield b"drip"
        time.sleep(0.1)

def hang():
    threading.Event().wait()

app.add_url_rule("/drip", "drip", lambda: Response(drip(request.args.get("pieces", 10, int))))
app.add_url_rule("/flood", "flood", lambda: Response(bytes(1 << 20) for _ in range(100)))
app.add_url_rule("/hang", "hang", hang)
listening = listen("127.0.0.1", 0)
where = address("127.0.0.1", listening)
with server.counted_together():
    serving = server.Serving(*map(int, sys.argv[1:]))
    server.serve(app, listening, serving, lambda: print(where, file=sys.stderr, flush=True))
"""

GET = b"GET %b HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"


def small(workers: int = 1, threads: int = 2, timeout: int = 30, graceful: int = 30) -> AbstractContextManager[Served]:
    """A server over an application with answers that take their time.

    Where gunicorn waits for a client it does so for ever here, and a test would.
    """
    return running(["-c", APP, *map(str, (workers, threads, timeout, graceful))])


@pytest.fixture(scope="module")
def served(location: Path) -> Iterator[Served]:
    """A kbweb with one worker."""
    with serving(location) as server:
        yield server


def fetch(served: Served, path: str) -> str:
    with urllib.request.urlopen(served.site + path, timeout=20) as response:
        return str(response.read().decode())


def ended(served: Served) -> int:
    return served.process.wait(timeout=20)


REFUSED = {
    "a line of 10 MB": (b"GET /zoeken?q=" + b"x" * 10_000_000 + b" HTTP/1.1\r\n\r\n", 414),
    "a line a little too long": (GET % (b"/zoeken?q=" + b"x" * 8190), 414),
    "a header of 100 kB": (b"GET / HTTP/1.1\r\nHost: a\r\nX-A: " + b"x" * 100_000 + b"\r\n\r\n", 431),
    "a thousand headers": (b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X-A: x\r\n" * 1000 + b"\r\n", 431),
    "no request": (b"hello\r\n\r\n", 400),
    "a method in small letters": (b"get / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    "another protocol": (b"GET / HTTP/9.9\r\nHost: a\r\n\r\n", 400),
    "bytes": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
    "a control sign in the address": (b"GET /\x00 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    "a header without a name": (b"GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n", 400),
    "a header over two lines": (b"GET / HTTP/1.1\r\nHost: a\r\nX-A: b\r\n c\r\n\r\n", 400),
    "two hosts": (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
    "two lengths": (b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
    "a length and chunks": (
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        400,
    ),
    "an unknown coding": (b"GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: zip\r\n\r\n", 501),
    "an unknown expectation": (b"GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n", 417),
}


@pytest.mark.parametrize(("sent", "status"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_request_is_refused_in_plain_words(served: Served, sent: bytes, status: int) -> None:
    head, _, body = served.say(sent).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d " % status)
    assert b"Content-Type: text/plain; charset=utf-8" in head
    assert re.fullmatch(r"[A-Z][\w ]+\. [A-Z].+\.\n", body.decode())


ANSWERED = {
    "another method": (b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 405),
    "a made-up method": (b"BREW / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 405),
    "no host, as long ago": (b"GET / HTTP/1.0\r\n\r\n", 200),
    "a strange host": (b"GET / HTTP/1.1\r\nHost: a b<c>\r\nConnection: close\r\n\r\n", 400),
    "an address of 8100 characters": (GET % (b"/zoeken?q=" + b"x" * 8090), 400),
    "headers made in the address": (GET % b"/zoeken?q=a%0d%0aX-Evil:%201", 200),
    "a path upwards": (GET % b"/static/../../../../etc/passwd", 404),
    "a path upwards in code": (GET % b"/static/..%2f..%2fpyproject.toml", 404),
    "bytes that are no text": (GET % b"/brief/%ff%fe", 404),
}


@pytest.mark.parametrize(("sent", "status"), ANSWERED.values(), ids=ANSWERED)
def test_what_cannot_be_is_a_page_with_its_status(served: Served, sent: bytes, status: int) -> None:
    head, _, body = served.say(sent).partition(b"\r\n\r\n")
    assert re.match(rb"HTTP/1\.[01] %d " % status, head)
    assert b"Content-Security-Policy: default-src 'none'" in head
    assert b"X-Evil" not in head
    assert b"Traceback" not in body


def test_a_request_after_another_on_one_connection(served: Served) -> None:
    connection = HTTPConnection("127.0.0.1", served.port, timeout=20)
    for path in ("/hulp", "/healthz", "/nergens"):
        connection.request("GET", path)
        answer = connection.getresponse()
        assert (answer.status, bool(answer.read())) == (404 if path == "/nergens" else 200, True)
    connection.close()


def test_who_says_nothing_keeps_nobody_waiting() -> None:
    with small(threads=1) as server, ExitStack() as silent:
        for _ in range(20):
            silent.enter_context(server.connect())
        assert int(fetch(server, "/pid"))


def test_who_does_not_finish_a_request_is_let_go() -> None:
    with small(threads=1) as server, server.connect() as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nX-A: ")
        assert int(fetch(server, "/pid"))
        assert slow.recv(100) == b""


def test_who_does_not_read_the_answer_is_let_go() -> None:
    with small(threads=1) as server, server.connect() as slow:
        slow.sendall(GET % b"/flood")
        assert int(fetch(server, "/pid"))
        received = sum(map(len, iter(lambda: slow.recv(1 << 20), b"")))
        assert received < 100 << 20


def test_a_refusal_is_heard_by_who_is_still_sending() -> None:
    with small() as server, server.connect() as connection:
        connection.sendall(b"GET /" + b"x" * 20_000_000)  # more than lies between us: it is read, and not reset
        assert connection.recv(100).startswith(b"HTTP/1.1 414 ")


def test_who_does_not_close_keeps_nobody_waiting() -> None:
    with small(threads=1) as server, ExitStack() as open_ones:
        for _ in range(5):
            connection = open_ones.enter_context(server.connect())
            connection.sendall(GET % b"/pid")
            assert connection.recv(1000)
        assert int(fetch(server, "/pid"))


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_it_finishes_what_it_began_and_stops(name: str) -> None:
    with small() as server, server.connect() as connection:
        connection.sendall(GET % b"/drip")
        first = connection.recv(100)
        server.process.send_signal(signal.Signals[name])
        rest = b"".join(iter(lambda: connection.recv(65536), b""))
        assert (first + rest).count(b"drip") == 10
        assert (ended(server), server.process.stderr and server.process.stderr.read()) == (0, "")


@pytest.mark.parametrize("name", ["SIGINT", "SIGHUP"])
def test_a_terminal_tells_all_processes_and_one_decides(name: str) -> None:
    with small() as server, server.connect() as connection:
        connection.sendall(GET % b"/drip")
        first = connection.recv(100)
        for pid in (server.process.pid, *children(server)):
            os.kill(pid, signal.Signals[name])
        rest = b"".join(iter(lambda: connection.recv(65536), b""))
        assert (first + rest).count(b"drip") == 10
        assert ended(server) == 0


def test_it_waits_no_longer_than_it_may() -> None:
    with small(graceful=1) as server, server.connect() as connection:
        connection.sendall(GET % b"/hang")
        while not fetch(server, "/pid"):
            pass
        server.process.terminate()
        assert connection.recv(100) == b""
        assert ended(server) == 0


def test_connections_that_nobody_uses_do_not_hold_up_the_stop() -> None:
    with small() as server, server.connect(), server.connect() as half:
        half.sendall(b"GET /")
        assert int(fetch(server, "/pid"))
        server.process.terminate()
        assert ended(server) == 0


def children(server: Served) -> list[int]:
    pid = server.process.pid
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_a_worker_that_dies_is_replaced() -> None:
    with small() as server:
        first = int(fetch(server, "/pid"))
        os.kill(first, signal.SIGKILL)
        assert patiently(server, "/pid") != str(first)


def test_a_worker_that_hangs_is_replaced_and_says_where() -> None:
    with small(timeout=1) as server, server.connect() as connection:
        first = fetch(server, "/pid")
        connection.sendall(GET % b"/hang")
        assert connection.recv(100) == b""
        assert patiently(server, "/pid") != first
        server.process.terminate()
        assert server.process.stderr is not None
        said = server.process.stderr.read()
        assert "WORKER TIMEOUT" in said
        assert "in hang" in said


def test_an_answer_in_pieces_may_take_longer_than_one() -> None:
    with small(timeout=1) as server:
        assert fetch(server, "/drip?pieces=40") == 40 * "drip"  # 4 s


def patiently(server: Served, path: str) -> str:
    """The answer, which may be refused a few times while there is no worker."""
    for _ in range(100):
        with suppress(OSError):
            return fetch(server, path)
        time.sleep(0.1)
    return fetch(server, path)


def metrics_with(server: Served, line: str) -> str:
    """The metrics, as soon as this line is among them: an answer is counted after it was given."""
    for _ in range(100):
        if line in (metrics := patiently(server, "/metrics")):
            return metrics
        time.sleep(0.1)
    raise AssertionError(metrics)


def test_workers_count_together_and_leave_nothing(location: Path, tmp_path: Path) -> None:
    with serving(location, KBSEARCH_WORKERS="2", TMPDIR=str(tmp_path)) as server:
        for _ in range(20):
            fetch(server, "/hulp")
        counted = 'kbsearch_requests_total{method="GET",route="/hulp",status="200"} 20.0'
        metrics_with(server, counted)
        for worker in children(server):
            os.kill(worker, signal.SIGKILL)
        assert counted in metrics_with(server, "kbsearch_requests_in_progress 1.0")
        assert len(list(tmp_path.iterdir())) == 1
        server.process.terminate()
        assert ended(server) == 0
        assert list(tmp_path.iterdir()) == []


def test_workers_know_one_flood(location: Path) -> None:
    with serving(location, KBSEARCH_WORKERS="3", KBSEARCH_RATE="0.001") as server:
        statuses = [int(server.say(GET % b"/hulp").split()[1]) for _ in range(6)]
    assert statuses == [200, 429, 429, 429, 429, 429]


LETTER = "---\nid: kst-29521-{n}\ntitle: Brief {n}\ndate: 2022-02-17\n---\n\nDe regering schrijft over Mali.\n"


def test_a_new_index_answers_without_a_failed_request(tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    add(corpus, 1)
    update(corpus, index)
    stopped = threading.Event()
    with serving(index, KBSEARCH_WORKERS="2") as server, ThreadPoolExecutor(3) as pool:
        asking = [pool.submit(ask, server, stopped) for _ in range(3)]
        try:
            for number in range(2, 6):
                add(corpus, number)
                update(corpus, index, rebuild=number % 2 == 0, processes=1)
            version = json.loads(fetch(server, "/healthz"))["index"]["version"]
        finally:
            stopped.set()
        seen = [total for asked in asking for total in asked.result()]
        healths = [json.loads(fetch(server, "/healthz"))["index"] for _ in range(20)]
    assert set(seen) <= set(range(1, 6))
    assert len(seen) > 20
    assert {(health["version"], health["letters"]) for health in healths} == {(version, 5)}


def add(corpus: Path, number: int) -> None:
    (corpus / f"brief-{number}.md").write_text(LETTER.format(n=number), encoding="utf-8")


def ask(server: Served, stopped: threading.Event) -> list[int]:
    """How many letters each answer found; an answer that is none fails."""
    totals = []
    while not stopped.is_set():
        totals.append(json.loads(fetch(server, "/api/search?q=Mali"))["total"])
        assert "<h1" in fetch(server, "/zoeken?q=Mali")
        time.sleep(0.02)
    return totals
