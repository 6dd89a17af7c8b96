"""kbweb: serve the search pages."""

import errno
import gc
import logging
import socket
import threading
from contextlib import suppress
from typing import Any

import click
from flask import Flask
from waitress.server import create_server  # type: ignore[import-untyped]

from index.console import guarded
from index.errors import KbError
from search.cli import engine_for
from search.request import SearchEngine
from web.app import create_app

THREADS = 8
MAX_HEAD = 32 * 1024
"""Bytes of request line and headers; what is longer, waitress refuses before we see it."""

EXAMPLE = "Voorbeeld: kbweb --port 8080, en open daarna http://127.0.0.1:8080/zoeken?q=MINUSMA in een browser."


@click.command(epilog=EXAMPLE)
@click.option("--host", default="127.0.0.1", show_default=True, help="Adres waarop de site luistert.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Poort; 0 kiest zelf.")
@click.option("--index", metavar="PLAATS", envvar="KBSEARCH_INDEX", help="Map of adres van de index.")
@click.option("--corpus", metavar="MAP", envvar="KBSEARCH_CORPUS", help="Map met de brieven.")
@click.help_option("-h", "--help", help="Toon deze uitleg.")
@click.version_option(package_name="kbsearch", message="%(prog)s %(version)s", help="Toon de versie.")
@guarded
def main(host: str, port: int, index: str | None, corpus: str | None) -> None:
    """Doorzoek de Kamerbrieven in een browser. Is er nog geen index, dan wordt die eerst gemaakt."""
    engine = engine_for(index, corpus)
    server = listen(create_app(engine), host, port)
    threading.Thread(target=_warm, args=(engine,), daemon=True).start()
    click.echo(f"kbsearch staat klaar op {address(host, server)} (stoppen met Ctrl-C)", err=True)
    server.run()


def _warm(engine: SearchEngine) -> None:
    with suppress(KbError):  # an index that cannot be used is reported by the next question
        engine.warm()
        gc.freeze()  # what was learnt stays: no collection looks at it again


def listen(app: Flask, host: str, port: int) -> Any:
    """A waitress server that listens; its ``run`` serves until Ctrl-C. Raises `KbError` when it cannot listen."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it warns at every second request in a row
    return create_server(
        app,
        sockets=[_bound(host, port)],
        threads=THREADS,
        ident="kbsearch",
        max_request_header_size=MAX_HEAD,
        clear_untrusted_proxy_headers=True,
    )


def address(host: str, server: Any) -> str:
    """The address to open in a browser; with ``port`` 0 the port that was chosen."""
    port = server.effective_port
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _bound(host: str, port: int) -> socket.socket:
    """A listening socket of our own: waitress leaves its sockets open when it cannot have the port."""
    try:
        family, *_, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server(place[:2], family=family)
    except OSError as error:
        raise KbError(_why_not(error, host, port)) from error


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"poort {port} is al in gebruik; kies een andere, bijvoorbeeld: kbweb --port {port % 65535 + 1}"
    if error.errno == errno.EACCES:
        return f"poort {port} is niet toegestaan voor deze gebruiker; kies er een boven 1023, bijvoorbeeld 8000"
    reason = error.strerror or error
    return f"kan niet luisteren op {host}, poort {port} ({reason}); probeer: kbweb --host 127.0.0.1 --port 8000"


if __name__ == "__main__":
    main()
