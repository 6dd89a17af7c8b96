"""How much one client may ask."""

import pytest
from flask.testing import FlaskClient

from search.request import SearchEngine
from web.app import create_app
from web.limits import SETS, WAYS, Limiter
from web.settings import Settings

RATE, BURST = 2, 3


class Clock:
    """A clock that stands still until it is set."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limiter(clock: Clock) -> Limiter:
    return Limiter(RATE, BURST, clock)


def test_a_burst_is_answered_and_then_the_rate(limiter: Limiter, clock: Clock) -> None:
    assert [limiter.wait("192.0.2.1") for _ in range(5)] == [0, 0, 0, 0.5, 0.5]
    clock.now += 0.25
    assert limiter.wait("192.0.2.1") == 0.25
    clock.now += 0.25
    assert [limiter.wait("192.0.2.1") for _ in range(2)] == [0, 0.5]
    clock.now += 3600
    assert [limiter.wait("192.0.2.1") for _ in range(4)] == [0, 0, 0, 0.5]


@pytest.mark.parametrize("rate", [0.01, 1, 1000])
def test_whoever_never_asked_may(rate: float) -> None:
    assert Limiter(rate, rate * 5).wait("192.0.2.1") == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("192.0.2.1", "192.0.2.2", False, id="IPv4"),
        pytest.param("192.0.2.1", "::ffff:192.0.2.1", True, id="IPv4 as IPv6"),
        pytest.param("2001:db8::1", "2001:db8::ffff:1", True, id="one network of IPv6"),
        pytest.param("2001:db8::1", "2001:db8:0:1::1", False, id="two networks of IPv6"),
        pytest.param("192.0.2.1:80", "192.0.2.1:81", True, id="IPv4 with ports"),
        pytest.param("[2001:db8::1]:80", "2001:db8::2", True, id="IPv6 with a port"),
        pytest.param("192.0.2.1:80", "192.0.2.2:80", False, id="two IPv4 with ports"),
        pytest.param("nobody", "", True, id="what is no address"),
    ],
)
def test_who_is_one_client(limiter: Limiter, one: str, other: str, same: bool) -> None:
    while limiter.wait(one) == 0:
        pass
    assert (limiter.wait(other) > 0) is same


def test_memory_is_bounded_and_newcomers_are_always_counted(limiter: Limiter) -> None:
    for number in range(3 * SETS * WAYS):
        limiter.wait(f"client {number}")
    assert [limiter.wait("192.0.2.1") for _ in range(4)] == [0, 0, 0, 0.5]
    assert limiter._slots.nbytes == 16 * SETS * WAYS


def client(engine: SearchEngine, **settings: object) -> FlaskClient:
    return create_app(engine, Settings(rate=0.01, **settings)).test_client()  # type: ignore[arg-type]


def test_a_flood_is_a_problem_with_a_time_to_come_back(engine: SearchEngine) -> None:
    asking = client(engine)
    asking.get("/hulp")
    page, problem = asking.get("/hulp"), asking.get("/api/search?q=Mali")
    assert (page.status_code, page.mimetype, page.headers["Retry-After"]) == (429, "text/html", "100")
    assert "Te veel vragen" in page.get_data(as_text=True)
    again = asking.get("/zoeken?q=Mali&ministry=def").get_data(as_text=True)
    assert 'name="ministry" value="def"' in again
    assert asking.get("/robots.txt").status_code == 200
    assert (problem.status_code, problem.mimetype) == (429, "application/problem+json")
    assert problem.get_json(force=True)["status"] == 429


@pytest.mark.parametrize("path", ["/healthz", "/metrics", "/static/style.css", "/favicon.svg"])
def test_what_costs_nothing_is_free(engine: SearchEngine, path: str) -> None:
    asking = client(engine)
    assert [asking.get(path).status_code for _ in range(3)] == [200, 200, 200]


@pytest.mark.parametrize(
    ("proxies", "first", "second", "status"),
    [
        pytest.param(0, "192.0.2.1", "192.0.2.2", 429, id="no proxy: the header says nothing"),
        pytest.param(1, "192.0.2.1", "192.0.2.2", 200, id="one proxy: the client that it names"),
        pytest.param(1, "1.1.1.1, 192.0.2.1", "2.2.2.2, 192.0.2.1", 429, id="what a client says before it is not"),
        pytest.param(2, "192.0.2.1, 10.0.0.1", "192.0.2.2, 10.0.0.1", 200, id="two proxies: the second from the right"),
        pytest.param(2, "192.0.2.1", "192.0.2.2", 429, id="too few names: the peer itself"),
    ],
)
def test_who_asks_behind_proxies(engine: SearchEngine, proxies: int, first: str, second: str, status: int) -> None:
    asking = client(engine, proxies=proxies)
    asking.get("/hulp", headers={"X-Forwarded-For": first})
    assert asking.get("/hulp", headers={"X-Forwarded-For": second}).status_code == status
