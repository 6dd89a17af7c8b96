"""The machine that figures were measured on, without its name or any path."""

import os
import platform
import sqlite3
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

PACKAGES: Final = ("numpy", "whoosh3", "snowballstemmer", "simplemma", "tantivy", "psycopg")


def describe() -> dict[str, Any]:
    """Processor, cores that we may use, memory in GB, system, Python and the packages that matter (JSON-ready)."""
    return {
        "processor": _line(Path("/proc/cpuinfo"), "model name") or platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
        "packages": {
            **{name: found for name in PACKAGES if (found := _version(name))},
            "sqlite": sqlite3.sqlite_version,
        },
    }


def _line(path: Path, name: str) -> str | None:
    """The value of the first ``name : value`` line of a file, None where there is none."""
    if not path.exists():
        return None
    lines = (line.partition(":") for line in path.read_text(encoding="utf-8").splitlines())
    return next((value.strip() for key, _, value in lines if key.strip() == name), None)


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
