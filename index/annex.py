"""Answers to members' questions, as the Aanhangsel van de Handelingen prints them: their head -> metadata."""

import datetime
import re
from collections.abc import Sequence
from typing import Final

from index.citations.identifiers import answer_id, session_years
from index.cleaning import Cleaned
from index.dates import days_in
from index.forms.document import Line
from index.header import Header

_TITLE: Final = re.compile(r"(?:Vergaderjaar (?P<session>[0-9]{4} ?[-‒–] ?[0-9]{4}) )?Aanhangsel van de Handelingen.*")
_SESSION: Final = re.compile(r"Vergaderjaar (?P<session>[0-9]{4} ?[-‒–] ?[0-9]{4})")
_NUMBER: Final = re.compile(r"[0-9]{1,4}")
_QUESTIONS: Final = re.compile(r"(?P<subject>Vragen van .{3,600}?)(?: ?\(ingezonden .{3,40}\))?\.?")
_ANSWER: Final = re.compile(r"(?:Mededeling|Antwoord) van .{3,300}?\(ontvangen (?P<day>.{3,40})\).*")
_HEAD_LINES: Final = 30


def read_annex(cleaned: Cleaned) -> Header | None:
    """The metadata of answers to questions; None for another paper.

    Its ``subject`` are the questions in short, its ``heading`` who answers; its ``id`` is that of the Aanhangsel.
    """
    lines = cleaned.lines[:_HEAD_LINES]
    title = _first(lines, _TITLE)
    answer = _first(lines, _ANSWER)
    if title is None or answer is None:
        return None
    number, questions = _first(lines, _NUMBER), _first(lines, _QUESTIONS)
    sessions = (_SESSION.search(line.text) for line in (*lines, *cleaned.furniture))
    years = next((session_years(session["session"]) for session in sessions if session), None)
    question = _QUESTIONS.fullmatch(questions.text) if questions else None
    origins = {"subject": questions, "heading": answer, "kind": title, "number": number, "date": answer}
    return Header(
        body=tuple(cleaned.lines[cleaned.lines.index(answer) + 1 :]),
        id=answer_id("tk", years, number.text) if years and number else None,
        number=number.text if number else None,
        session=f"{years[:4]}-{years[4:]}" if years else None,
        chambers=("TK",),
        heading=answer.text,
        kind="vragen",
        date=_day(answer),
        subject=question["subject"] if question else None,
        origins={name: line for name, line in origins.items() if line},
    )


def _first(lines: Sequence[Line], pattern: re.Pattern[str]) -> Line | None:
    return next((line for line in lines if len(line.text) <= 1000 and pattern.fullmatch(line.text)), None)


def _day(answer: Line) -> datetime.date | None:
    match = _ANSWER.fullmatch(answer.text)
    days = days_in(match["day"], None) if match else []
    return days[0].date if days else None
