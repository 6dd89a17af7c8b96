"""The wheel has everything that the commands need."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ENGLISH = """
from pathlib import Path
from search import language
assert Path(language.__file__).is_relative_to(Path.cwd()), language.__file__
with language.speaking("en"):
    print(language.ngettext("{number} brief", "{number} brieven", 1234))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source tree."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_has_code_and_data(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        path.relative_to(ROOT).as_posix()
        for folder in ("index", "search", "web")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted - packed == set()
    assert "search/locale/en/LC_MESSAGES/kbsearch.mo" in packed
    assert not any(name.startswith(("tests/", "corpus/")) for name in packed)


def test_what_is_installed_speaks_english(wheel: Path, tmp_path: Path) -> None:
    install = ["-m", "pip", "--isolated", "install", "--no-deps", "--no-index", "--target", str(tmp_path), str(wheel)]
    subprocess.run([sys.executable, *install], check=True, capture_output=True)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", ENGLISH],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("1,234 letters\n", "")
