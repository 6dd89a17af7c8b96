"""The titles of dossiers, from ``authority/dossiers.toml``; apart from the other lists, as questions need it, too."""

import tomllib
from importlib import resources


def dossier_titles() -> dict[str, tuple[str, ...]]:
    """The titles that the dossiers of the list have and had, today's first, by number."""
    table = tomllib.loads((resources.files("index") / "authority" / "dossiers.toml").read_text(encoding="utf-8"))
    return {entry["number"]: (entry["title"], *entry.get("aliases", ())) for entry in table["dossier"]}
