"""What every command does the same way: errors become one line on stderr, progress goes to stderr."""

import functools
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

import click

from index.errors import KbError, RequestError, printable

P = ParamSpec("P")
R = TypeVar("R")
DEBUG: Final = "KBSEARCH_DEBUG"
"""Environment variable that shows the traceback of an unexpected error."""


def guarded(command: Callable[P, R]) -> Callable[P, R]:
    """A command whose errors end it with one line on stderr: status 2 for a wrong parameter, else 1."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except RequestError as error:
            raise click.UsageError(str(error)) from error
        except Exception as error:
            if os.environ.get(DEBUG):
                raise
            click.echo(printable(f"{Path(sys.argv[0]).name}: {_message(error)}"), err=True)
            raise click.exceptions.Exit(1) from error

    return run


def _message(error: Exception) -> str:
    if isinstance(error, KbError):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.filename or 'bestand'}: {error.strerror}"
    return f"onverwachte fout ({type(error).__name__}: {error}); meld dit, met de uitvoer bij {DEBUG}=1"


@contextmanager
def progress(title: str) -> Iterator[Callable[[int, int, str], None]]:
    """A progress bar on stderr, on a terminal only; gives the function to call with (done, to do, name).

    With 0 to do, the name says what goes on for an unknown while.
    """
    if not sys.stderr.isatty():
        yield lambda _done, _todo, _name: None
        return
    from rich.console import Console  # noqa: PLC0415 - only on a terminal
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, todo, name: bar.update(
            task, completed=done, total=todo or None, description=title if todo else name
        )
