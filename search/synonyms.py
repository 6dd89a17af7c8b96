"""Other names for what was typed: abbreviations written out, a mission's other names, a ministry's former ones.

They come in groups: those of ``index/lexicon/synonyms.tsv``, and the names that the index has of each mission and
ministry. Each name of a group stands for the others, which count for less (`index.schema.SYNONYM`).
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import islice
from typing import Final

from index.names import name_key
from search.language import gettext as _
from search.query import Also, And, Leaf, Node, Or, Phrase, Word
from search.request import Notice

_LONGEST: Final = 8
"""Words in a name."""
_MOST: Final = 8
"""Other names that are looked for beside one."""
_REMEMBERED: Final = 1024


class Synonyms:
    """The groups of one index: ``names`` as in `index.store.Meta`, and those of our list.

    ``acronyms`` count in capitals only; names that are not ``present`` in the letters are left out.
    """

    def __init__(
        self, names: Iterable[Sequence[str]], acronyms: frozenset[str], present: Callable[[Leaf], bool]
    ) -> None:
        self._acronyms = {name_key(acronym): acronym for acronym in acronyms}
        self._present: Callable[[Leaf], bool] = lru_cache(_REMEMBERED)(present)
        self._others: dict[str, dict[str, str]] = {}
        for group in (*names, *_listed()):
            keys = {name_key(name): name for name in reversed(group)}
            for key in keys:
                self._others.setdefault(key, {}).update({other: name for other, name in keys.items() if other != key})

    def expanded(self, tree: Node) -> tuple[Node, tuple[Notice, ...]]:
        """The tree with the other names of its words beside them, and a notice that says which; none inside quotes."""
        used: dict[str, None] = {}
        tree = self._expanded(tree, used)
        if not used:
            return tree, ()
        return tree, (Notice("synonyms", _("Ook gezocht naar: {names}.", names=", ".join(used))),)

    def _expanded(self, tree: Node, used: dict[str, None]) -> Node:
        match tree:
            case Word():
                return self._run([tree], used)[0]
            case And(children) if children:
                parts = self._run(children, used)
                return parts[0] if len(parts) == 1 else And(tuple(parts))
            case Or(children) if children:
                return Or(tuple(self._expanded(child, used) for child in children))
            case _:
                return tree

    def _run(self, children: Sequence[Node], used: dict[str, None]) -> list[Node]:
        """The children of an And: the longest runs of words that are a name come together, others by themselves."""
        parts: list[Node] = []
        while len(children):
            words = _words(children)
            size = next((n for n in range(len(words), 0, -1) if self._names(words[:n])), 0)
            if size:
                own = children[0] if size == 1 else And(tuple(children[:size]))
                names = self._names(words[:size])
                used.update(dict.fromkeys(names))
                parts.append(Also(own, tuple(map(_leaf, names))))
            else:
                parts.append(children[0] if isinstance(children[0], Word) else self._expanded(children[0], used))
            children = children[size or 1 :]
        return parts

    def _names(self, words: Sequence[str]) -> list[str]:
        """The other names of what some words say together, without those that only say more or less."""
        typed = " ".join(words)
        key = name_key(typed)
        if self._acronyms.get(key, typed) != typed:
            return []
        said = set(key.split())
        others = (name for other, name in self._others.get(key, {}).items() if not _contains(said, set(other.split())))
        return list(islice((name for name in others if self._present(_leaf(name))), _MOST))


def _contains(one: set[str], other: set[str]) -> bool:
    """Whether one name only says more, or less, than the other."""
    return one <= other or other <= one


def _words(children: Sequence[Node]) -> list[str]:
    """The texts of the words that ``children`` begin with."""
    texts = []
    for child in children[:_LONGEST]:
        if not isinstance(child, Word):
            break
        texts.append(child.text)
    return texts


def _leaf(name: str) -> Leaf:
    return Word(name) if name.isalnum() else Phrase(name)


def _listed() -> Iterable[Sequence[str]]:
    table = files("index") / "lexicon" / "synonyms.tsv"
    return (line.split("\t") for line in table.read_text(encoding="utf-8").splitlines())
