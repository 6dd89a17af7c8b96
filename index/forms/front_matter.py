"""The block between ``---`` lines that opens a Markdown file -> its fields, as they are typed."""

import re
from collections.abc import Mapping
from typing import Any

import yaml

from index.forms.document import Unreadable

MAX_SIZE = 64 * 1024
_DELIMITER = re.compile(r"^---[ \t]*$", re.MULTILINE)
_HINT = "schrijf elk veld als ‘naam: waarde’, en zet een waarde met een dubbele punt tussen aanhalingstekens"


def split_front_matter(text: str) -> tuple[Mapping[str, Any], str]:
    """The fields of a Markdown text and the text below them; no fields when it does not begin with ``---``.

    Raises `Unreadable` for a block that is not closed or too long, and for one that is no YAML.
    """
    opening = _DELIMITER.match(text)
    if opening is None:
        return {}, text
    closing = _DELIMITER.search(text, opening.end(), opening.end() + MAX_SIZE)
    if closing is None:
        raise Unreadable(
            f"de front matter van regel 1 eindigt niet binnen {MAX_SIZE // 1024} kB; sluit haar af met een regel ---"
        )
    return _loaded(text[opening.end() : closing.start()]), text[closing.end() :]


class _Loader(yaml.BaseLoader):
    """PyYAML's loader in which every scalar is a string; a field given twice is an error here."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise Unreadable("de front matter verwijst met een * naar een ander veld; schrijf de waarde zelf")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in names:
                line = key.start_mark.line + 1
                raise Unreadable(f"veld ‘{key.value[:40]}’ staat op regel {line} nog een keer; houd er één")
            names.add(str(key.value))
        return super().construct_mapping(node, deep)


def _loaded(block: str) -> Mapping[str, Any]:
    try:
        loaded = yaml.load(block, Loader=_Loader)  # noqa: S506 - a BaseLoader: strings, lists and mappings only
    except yaml.YAMLError as error:
        line = _line(error, block)
        raise Unreadable(f"de front matter is geen geldige YAML op regel {line}; {_HINT}") from error
    except RecursionError as error:
        raise Unreadable(f"de front matter is te diep genest; {_HINT}") from error
    except (ValueError, OverflowError) as error:  # an escape such as "\UFFFFFFFF"
        raise Unreadable(f"de front matter noemt een teken dat niet bestaat ({error}); {_HINT}") from error
    if loaded in (None, ""):
        return {}
    if not isinstance(loaded, dict):
        raise Unreadable(f"de front matter heeft op regel 2 geen velden; {_HINT}")
    return loaded


def _line(error: yaml.YAMLError, block: str) -> int:
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        return mark.line + 1 if mark else 2
    return block.count("\n", 0, getattr(error, "position", 0)) + 1
