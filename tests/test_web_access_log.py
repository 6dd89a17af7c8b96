"""The access log, and the ids of requests."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from index.errors import KbError
from search.request import SearchEngine
from web.access_log import MAX_TEXT, AccessLog
from web.app import create_app
from web.settings import Settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the log is written."""
    return tmp_path / "access.jsonl"


def written(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("ascii").splitlines()]


def test_a_line_says_what_was_answered_and_not_what_was_asked_by_whom(engine: SearchEngine, path: Path) -> None:
    client = create_app(engine, Settings(access_log=AccessLog(str(path)))).test_client()
    answer = client.get("/zoeken?q=geheim", headers={"X-Request-Id": "trace-1"}, buffered=True)
    (line,) = written(path)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("time"))
    assert line.pop("ms") >= 0
    assert line == {
        "method": "GET",
        "path": "/zoeken",
        "query_length": 8,
        "status": 200,
        "bytes": len(answer.data),
        "request_id": "trace-1",
    }


def test_queries_and_addresses_are_written_when_that_is_wanted(engine: SearchEngine, path: Path) -> None:
    log = AccessLog(str(path), queries=True, addresses=True)
    client = create_app(engine, Settings(access_log=log, proxies=1)).test_client()
    client.get("/zoeken?q=Mali", headers={"X-Forwarded-For": "192.0.2.7"})
    assert [(line["query"], line["address"]) for line in written(path)] == [("q=Mali", "192.0.2.7")]


def test_nobody_can_write_a_line(engine: SearchEngine, path: Path) -> None:
    client = create_app(engine, Settings(access_log=AccessLog(str(path), queries=True))).test_client()
    client.get('/brief/x%0A{"status":1}%1b[31m%E2%80%A8%ff')
    client.get("/" + "x" * 5000)
    first, second = written(path)
    assert first["path"] == '/brief/x\n{"status":1}\x1b[31m\u2028\ufffd'
    assert len(second["path"]) == MAX_TEXT


def test_a_log_that_was_moved_begins_again(engine: SearchEngine, path: Path) -> None:
    client = create_app(engine, Settings(access_log=AccessLog(str(path)))).test_client()
    client.get("/hulp")
    path.rename(path.with_suffix(".1"))
    client.get("/healthz")
    assert [line["path"] for line in written(path)] == ["/healthz"]


def test_a_log_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(KbError, match="kan het logboek"):
        AccessLog(str(tmp_path / "nowhere" / "access.jsonl"))


def test_a_log_that_can_no_longer_be_written_stops_no_answer(
    engine: SearchEngine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    client = create_app(engine, Settings(access_log=AccessLog(str(folder / "access.jsonl")))).test_client()
    folder.rename(tmp_path / "away")
    assert [client.get("/export.jsonl").text.count("\n") for _ in range(2)] == [90, 90]
    assert re.findall(r"het logboek is niet te schrijven \((.*?)\)", capsys.readouterr().err) == [
        f"[Errno 2] No such file or directory: '{folder / 'access.jsonl'}'"
    ]


@pytest.mark.parametrize("given", ["a.b_c-1", "x" * 64])
def test_a_request_keeps_its_id(engine: SearchEngine, given: str) -> None:
    assert (
        create_app(engine).test_client().get("/hulp", headers={"X-Request-Id": given}).headers["X-Request-Id"] == given
    )


@pytest.mark.parametrize("given", ["", "x" * 65, "a b", 'a"', "é"])
def test_an_id_that_is_none_is_replaced(engine: SearchEngine, given: str) -> None:
    answer = create_app(engine).test_client().get("/hulp", headers={"X-Request-Id": given})
    assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["X-Request-Id"])


def test_a_fault_of_ours_is_logged_by_the_id_and_not_shown(
    engine: SearchEngine, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(engine, Settings(access_log=AccessLog(str(path))))

    def broken(letter_id: str) -> str:
        raise ZeroDivisionError(letter_id)

    app.view_functions["pages.letter"] = broken
    answer = app.test_client().get("/brief/a%0Ab", headers={"X-Request-Id": "trace-2"})
    assert answer.status_code == 500
    assert "ZeroDivisionError" not in answer.get_data(as_text=True)
    assert [record.getMessage() for record in caplog.records] == ["GET /brief/a\ufffdb, request trace-2"]
    assert [(line["status"], line["request_id"]) for line in written(path)] == [(500, "trace-2")]


def test_a_body_that_breaks_is_counted_as_far_as_it_came(engine: SearchEngine, path: Path) -> None:
    app = create_app(engine, Settings(access_log=AccessLog(str(path))))
    closed: list[str] = []

    class Body:
        def __init__(self) -> None:
            self.pieces = iter((b"four", b"more"))

        def __iter__(self) -> "Body":
            return self

        def __next__(self) -> bytes:
            return next(self.pieces)

        def close(self) -> None:
            closed.append("closed")

    app.view_functions["pages.robots"] = lambda: app.response_class(Body(), mimetype="text/plain")
    answer = app.test_client().get("/robots.txt", buffered=False)
    assert next(answer.iter_encoded()) == b"four"
    answer.close()
    assert set(closed) == {"closed"}
    assert [(line["status"], line["bytes"]) for line in written(path)] == [(200, 4)]
