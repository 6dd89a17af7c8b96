"""What the written forms of texts stand for, found out once for each form."""

from collections.abc import Set
from typing import Final, NamedTuple

from index.analysis import Analyzer
from index.tokens import is_plain, tokens

_MAX_FORMS: Final = 300_000


class Known(NamedTuple):
    """Forms and terms, each by the other, and how many word positions a form takes where that is not one."""

    terms: dict[str, tuple[str, ...]]
    forms: dict[str, list[str]]
    sizes: dict[str, int]

    def among(self, written: Set[str], wanted: Set[str]) -> set[str]:
        """The forms of ``written`` with a term of ``wanted`` at whatever level; all of ``written`` are known."""
        if len(wanted) < len(written):
            return {form for term in wanted for form in self.forms.get(term, ()) if form in written}
        return {form for form in written if not wanted.isdisjoint(self.terms[form])}


class Forms:
    """Remembers the terms of forms, which are what stands between white space. Safe to share between threads."""

    def __init__(self, analyzer: Analyzer) -> None:
        self.analyzer = analyzer
        self._known = Known({}, {}, {})

    def known(self, written: set[str]) -> Known:
        """What is known, ``written`` included; what would be too much to remember is known for this once."""
        known = self._known
        fresh = written.difference(known.terms)
        if fresh and len(known.terms) + len(fresh) > _MAX_FORMS:
            known, fresh = Known({}, {}, {}), written
        for form in fresh:
            self._learn(form, known)
        return known

    def _learn(self, form: str, known: Known) -> None:
        words = [form]
        if not is_plain(form):
            found = tokens(form)
            words = [token.text for token in found]
            size = found[-1].position + 1 if found else 0
            if size != 1:
                known.sizes[form] = size
        terms = {term for word in words for _, term in self.analyzer.terms(word).by_level()}
        for term in terms:
            known.forms.setdefault(term, []).append(form)
        known.terms[form] = tuple(terms)  # last: who finds the form here finds it under its terms as well
