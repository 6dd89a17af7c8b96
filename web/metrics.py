"""What a monitoring system reads: ``/metrics`` in the text format of Prometheus.

https://prometheus.io/docs/instrumenting/exposition_formats/
"""

import ipaddress
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flask import Flask, Response, abort, request

from index.errors import KbError
from search.language import gettext as _
from search.request import SearchEngine
from web import urls
from web.observing import Answered

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

SHARED: Final = "PROMETHEUS_MULTIPROC_DIR"
"""Environment variable of prometheus_client: the folder in which processes of one server share their counts.

It is read when that library is loaded, so that happens here when it is used, and no sooner.
"""
MIMETYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds."""
METHODS: Final = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
"""Others are counted as one: anyone can make up a method."""

_FORWARDED: Final = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")


class Metrics:
    """An `Observer` that counts, and the text of what all processes of this server counted together."""

    def __init__(self, engine: SearchEngine) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram  # noqa: PLC0415 - see `SHARED`

        self._engine = engine
        self._own = CollectorRegistry()
        labels = ("method", "route", "status")
        self._requests = Counter("kbsearch_requests", "Answers given.", labels, registry=self._own)
        self._seconds = Histogram(
            "kbsearch_request_seconds", "Until the last byte.", ("route",), buckets=BUCKETS, registry=self._own
        )
        self._now = Gauge(
            "kbsearch_requests_in_progress", "Being answered.", registry=self._own, multiprocess_mode="livesum"
        )

    def begun(self) -> None:
        """One more is being answered."""
        self._now.inc()

    def ended(self, answered: Answered) -> None:
        """It was answered."""
        method = answered.method if answered.method in METHODS else "other"
        route = answered.route or "unknown"
        self._now.dec()
        self._requests.labels(method, route, str(answered.status)).inc()
        self._seconds.labels(route).observe(answered.seconds)

    def text(self) -> bytes:
        """All metrics as they are now."""
        from prometheus_client import CollectorRegistry, generate_latest  # noqa: PLC0415 - see `SHARED`
        from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415

        shared = CollectorRegistry()
        if os.environ.get(SHARED):
            MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
        else:
            shared.register(self._own)
        shared.register(_Index(self._engine))
        shared.register(_Processes())
        return generate_latest(shared)


def process_ended(pid: int) -> None:
    """A worker is no more, so nothing is in progress in it."""
    from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415 - see `SHARED`

    mark_process_dead(pid)  # type: ignore[no-untyped-call]


def register(app: Flask, metrics: Metrics, *, everyone: bool) -> None:
    """Make ``/metrics`` reachable in ``app``, for this machine or for ``everyone``."""

    def answer() -> Response:
        if not (everyone or _asked_from_here()):
            abort(403, _("De meetwaarden zijn er voor de machine zelf; kbweb --open-metrics geeft ze aan iedereen."))
        return Response(metrics.text(), content_type=MIMETYPE)

    app.add_url_rule(urls.METRICS, "metrics", answer, methods=["GET"])


def _asked_from_here() -> bool:
    """Whether a program on this machine asks for itself: a proxy, which may be here too, names whom it asks for."""
    original = request.environ.get("werkzeug.proxy_fix.orig", request.environ)
    try:
        peer = ipaddress.ip_address(original.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    here = (getattr(peer, "ipv4_mapped", None) or peer).is_loopback
    return here and not any(name in request.headers for name in _FORWARDED)


@dataclass(frozen=True)
class _Index:
    """What the index holds; nothing while it cannot be used, which ``/healthz`` tells."""

    engine: SearchEngine

    def collect(self) -> Iterator["Metric"]:
        from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily  # noqa: PLC0415 - see `SHARED`

        try:
            info = self.engine.info()
        except KbError:
            return
        yield GaugeMetricFamily("kbsearch_letters", "Letters in the index.", value=info.letters)
        yield InfoMetricFamily("kbsearch_index", "The index that answers.", value={"version": info.version})
        updated = datetime.fromisoformat(info.updated).timestamp()
        yield GaugeMetricFamily("kbsearch_index_updated_seconds", "When it was made, since 1970.", value=updated)


@dataclass(frozen=True)
class _Processes:
    """The usual metrics of a process, summed over those of this server (``process_start_time_seconds``: the first)."""

    def collect(self) -> Iterator["Metric"]:
        from prometheus_client import ProcessCollector  # noqa: PLC0415 - see `SHARED`

        found: dict[str, Metric] = {}
        for pid in _processes():
            for metric in ProcessCollector(pid=partial(str, pid), registry=None).collect():
                first = found.setdefault(metric.name, metric)
                if first is not metric and metric.name != "process_start_time_seconds":
                    value = first.samples[0].value + metric.samples[0].value
                    first.samples = [first.samples[0]._replace(value=value)]
        yield from found.values()


def _processes() -> list[int]:
    """The processes of this server: this one, or when there are workers, the one that started them and all of them."""
    if not os.environ.get(SHARED):
        return [os.getpid()]
    master = os.getppid()
    try:
        children = Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii")
    except OSError:  # not Linux, or without CONFIG_PROC_CHILDREN
        return [os.getpid()]
    return [master, *map(int, children.split())]
