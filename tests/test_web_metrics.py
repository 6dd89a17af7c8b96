"""What a monitoring system reads."""

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from index.errors import IndexUnusable
from search.request import SearchEngine
from web.app import create_app
from web.settings import Settings

Samples = dict[tuple[str, tuple[str, ...]], float]


@pytest.fixture
def client(engine: SearchEngine) -> FlaskClient:
    return create_app(engine).test_client()


def read(client: FlaskClient, prefix: str = "kbsearch_") -> Samples:
    """The samples whose names begin so, by name and values of labels."""
    families = text_string_to_metric_families(client.get("/metrics").get_data(as_text=True))
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
        if sample.name.startswith(prefix)
    }


def test_answers_are_counted_by_their_kind_of_address(client: FlaskClient) -> None:
    for path in ("/brief/kst-1-1", "/brief/kst-1-2", "/hulp", "/x", "/y"):
        client.get(path)
    client.open("/hulp", method="BREW")
    assert read(client, "kbsearch_requests_total") == {
        ("kbsearch_requests_total", ("GET", "/brief/<letter_id>", "404")): 2,
        ("kbsearch_requests_total", ("GET", "/hulp", "200")): 1,
        ("kbsearch_requests_total", ("GET", "unknown", "404")): 2,
        ("kbsearch_requests_total", ("other", "unknown", "405")): 1,
    }


def test_times_are_counted_in_buckets(client: FlaskClient) -> None:
    client.get("/hulp")
    samples = read(client, "kbsearch_request_seconds")
    assert samples["kbsearch_request_seconds_count", ("/hulp",)] == 1
    edges = [labels[0] for name, labels in samples if name.endswith("_bucket")]
    assert edges == ["0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0", "+Inf"]


def test_the_index_is_described(client: FlaskClient, engine: SearchEngine) -> None:
    info = engine.info()
    samples = read(client)
    assert samples["kbsearch_letters", ()] == info.letters
    assert samples["kbsearch_index_info", (info.version,)] == 1
    assert samples["kbsearch_index_updated_seconds", ()] > 1.7e9


def test_the_one_that_asks_is_in_progress_and_no_other(client: FlaskClient) -> None:
    client.get("/hulp")
    client.get("/x")
    assert read(client)["kbsearch_requests_in_progress", ()] == 1


def test_the_process_is_described(client: FlaskClient) -> None:
    samples = read(client, "process_")
    assert samples["process_resident_memory_bytes", ()] > 1e6
    assert samples["process_cpu_seconds_total", ()] > 0


def test_an_index_that_cannot_be_used_leaves_the_other_figures(
    client: FlaskClient, engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise IndexUnusable("kapot")

    monkeypatch.setattr(engine, "info", broken)
    assert list(read(client)) == [("kbsearch_requests_in_progress", ())]


@pytest.mark.parametrize(
    ("peer", "headers", "settings", "status"),
    [
        pytest.param("127.0.0.1", {}, Settings(), 200, id="this machine"),
        pytest.param("::1", {}, Settings(), 200, id="this machine by IPv6"),
        pytest.param("::ffff:127.0.0.1", {}, Settings(), 200, id="this machine by IPv4 as IPv6"),
        pytest.param("192.0.2.1", {}, Settings(), 403, id="another"),
        pytest.param("192.0.2.1", {}, Settings(open_metrics=True), 200, id="another, when they are open"),
        pytest.param("192.0.2.1", {"X-Forwarded-For": "127.0.0.1"}, Settings(), 403, id="another that says it is"),
        pytest.param("127.0.0.1", {"X-Forwarded-For": "192.0.2.1"}, Settings(), 403, id="through a proxy here"),
        pytest.param("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, Settings(proxies=1), 403, id="a proxy deceived"),
        pytest.param("127.0.0.1", {"Forwarded": "for=192.0.2.1"}, Settings(), 403, id="through another proxy here"),
        pytest.param("", {}, Settings(), 403, id="nobody knows who"),
    ],
)
def test_who_may_read_them(
    engine: SearchEngine, peer: str, headers: dict[str, str], settings: Settings, status: int
) -> None:
    client = create_app(engine, settings).test_client()
    answer = client.get("/metrics", headers=headers, environ_overrides={"REMOTE_ADDR": peer})
    assert answer.status_code == status
    assert answer.mimetype == ("text/plain" if status == 200 else "application/problem+json")
