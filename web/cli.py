"""kbweb: serve the search pages."""

import errno
import os
import socket
from collections.abc import Callable
from math import isfinite
from typing import Any, TypeVar

import click

from index.console import guarded
from index.errors import KbError
from search.cli import engine_for
from web.access_log import AccessLog
from web.app import create_app
from web.server import Serving, counted_together, serve
from web.settings import Settings, public_address

F = TypeVar("F", bound=Callable[..., Any])

BACKLOG = 2048
"""Connections that may wait to be accepted, where the system allows so many."""

EXAMPLE = "Voorbeeld: kbweb --port 8080, en open daarna http://127.0.0.1:8080/zoeken?q=MINUSMA in een browser."


def _option(name: str, envvar: str | None = None, **kwargs: Any) -> Callable[[F], F]:
    """An option that the environment may give as well."""
    variable = envvar or f"KBSEARCH_{name.removeprefix('--').replace('-', '_').upper()}"
    return click.option(
        name, envvar=variable, show_envvar=True, show_default=kwargs.pop("show_default", True), **kwargs
    )


def _address(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    try:
        return value and public_address(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def _finite(_ctx: click.Context, _parameter: click.Parameter, value: float) -> float:
    if not isfinite(value):
        raise click.BadParameter("geef een getal")
    return value


@click.command(epilog=EXAMPLE)
@_option("--host", "KBSEARCH_WEB_HOST", default="127.0.0.1", metavar="NAAM", help="Adres waarop de site luistert.")
@_option("--port", "KBSEARCH_WEB_PORT", default=8000, type=click.IntRange(0, 65535), help="Poort; 0 kiest zelf.")
@_option("--index", metavar="PLAATS", help="Map of adres van de index.")
@_option("--corpus", metavar="MAP", help="Map met de brieven.")
@_option("--base-url", "KBSEARCH_URL", metavar="ADRES", callback=_address, help="Het openbare adres van de site.")
@_option("--proxy", default=0, type=click.IntRange(0, 9), help="Hoeveel eigen proxy's ervoor staan.")
@_option("--workers", type=click.IntRange(1, 256), show_default="de kernen, maar ten minste 2", help="Processen.")
@_option("--threads", default=8, type=click.IntRange(1, 256), help="Draden in elk proces.")
@_option("--timeout", default=30, type=click.IntRange(1), help="Seconden die een antwoord mag duren.")
@_option("--graceful-timeout", default=30, type=click.IntRange(0), help="Seconden om bij het stoppen af te maken.")
@_option(
    "--rate",
    default=20.0,
    type=click.FloatRange(0, 1_000_000),
    callback=_finite,
    help="Vragen per seconde van één adres; 0: onbegrensd.",
)
@_option("--access-log", metavar="BESTAND", help="Logboek: een regel JSON per antwoord; - is de standaarduitvoer.")
@_option("--log-queries", is_flag=True, help="Zet in het logboek ook wat er is gevraagd.")
@_option("--log-addresses", is_flag=True, help="Zet in het logboek ook wie het vroeg.")
@_option("--open-metrics", is_flag=True, help="Geef /metrics ook aan andere machines.")
@click.help_option("-h", "--help", help="Toon deze uitleg.")
@click.version_option(package_name="kbsearch", message="%(prog)s %(version)s", help="Toon de versie.")
@guarded
def main(
    *,
    host: str,
    port: int,
    index: str | None,
    corpus: str | None,
    base_url: str | None,
    proxy: int,
    workers: int | None,
    threads: int,
    timeout: int,
    graceful_timeout: int,
    rate: float,
    access_log: str | None,
    log_queries: bool,
    log_addresses: bool,
    open_metrics: bool,
) -> None:
    """Doorzoek de Kamerbrieven in een browser. Is er nog geen index, dan wordt die eerst gemaakt."""
    engine = engine_for(index, corpus)
    if (log_queries or log_addresses) and not access_log:
        raise click.UsageError("--log-queries en --log-addresses vullen het logboek aan; geef ook --access-log")
    log = AccessLog(access_log, queries=log_queries, addresses=log_addresses) if access_log else None
    settings = Settings(base_url=base_url, proxies=proxy, rate=rate, open_metrics=open_metrics, access_log=log)
    listening = listen(host, port)
    ready = f"kbsearch staat klaar op {address(host, listening)} (stoppen met Ctrl-C)"
    serving = Serving(workers or max(2, _processors()), threads, timeout, graceful_timeout)
    with counted_together():
        serve(create_app(engine, settings), listening, serving, lambda: click.echo(ready, err=True))


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises `KbError` when it cannot."""
    try:
        family, *_, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server(place[:2], family=family, backlog=BACKLOG)
    except OSError as error:
        raise KbError(_why_not(error, host, port)) from error


def address(host: str, listening: socket.socket) -> str:
    """The address to open in a browser; with ``port`` 0 the port that was chosen."""
    port = listening.getsockname()[1]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _processors() -> int:
    """Those that this process may use, where the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"poort {port} is al in gebruik; kies een andere, bijvoorbeeld: kbweb --port {port % 65535 + 1}"
    if error.errno == errno.EACCES:
        return f"poort {port} is niet toegestaan voor deze gebruiker; kies er een boven 1023, bijvoorbeeld 8000"
    reason = error.strerror or error
    return f"kan niet luisteren op {host}, poort {port} ({reason}); probeer: kbweb --host 127.0.0.1 --port 8000"


if __name__ == "__main__":
    main()
