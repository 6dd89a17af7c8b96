"""Shared by all tests: the repository's corpus, an index of it, and the installed commands."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from index.builder import update
from search.engine import open_engine
from search.request import SearchEngine

ROOT = Path(__file__).parent.parent

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The letters of the repository."""
    return ROOT / "corpus"


@pytest.fixture(scope="session")
def location(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the repository's letters; not to be changed."""
    folder = tmp_path_factory.mktemp("index") / ".kbsearch"
    assert update(corpus, folder).problems == ()
    return folder


@pytest.fixture(scope="session")
def engine(location: Path) -> SearchEngine:
    """The engine over `location`."""
    return open_engine(str(location))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a command as its user would, in an empty folder: ``run("kbsearch", "MINUSMA", KBSEARCH_INDEX=…)``."""

    def run_command(name: str, *args: str, cwd: Path = tmp_path, **env: str) -> subprocess.CompletedProcess[str]:
        command = Path(sys.executable).with_name(name)
        inherited: Mapping[str, str] = {
            key: value for key, value in os.environ.items() if not key.startswith("KBSEARCH")
        }
        return subprocess.run(
            [command, *args], cwd=cwd, env={**inherited, **env}, capture_output=True, text=True, timeout=60, check=False
        )

    return run_command
