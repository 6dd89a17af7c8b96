"""What is said when a page cannot be given: plain words with a next step for people, RFC 9457 JSON for programs."""

from dataclasses import asdict, dataclass, replace
from http import HTTPStatus

from flask import Flask, Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed, NotFound, TooManyRequests

from index.errors import KbError, RequestError
from search.language import gettext as _
from search.language import marked
from search.request import MAX_QUERY, SearchRequest
from web import urls


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong: what it is called, what exactly, and what the reader can do now."""

    status: int
    title: str
    detail: str
    advice: str
    parameter: str | None = None
    elsewhere: str | None = None


class NotHeld(NotFound):
    """What was asked for is not here, as ``text`` says; ``elsewhere`` is where the government has it, if known."""

    def __init__(self, text: str, elsewhere: str | None = None) -> None:
        super().__init__(text)
        self.elsewhere = elsewhere


class LetterNotHeld(NotHeld):
    """There is no letter of this id here."""

    def __init__(self, letter_id: str) -> None:
        text = _("Een brief met het kenmerk ‘{id}’ staat niet in deze verzameling.", id=letter_id[:100])
        super().__init__(text, urls.official(letter_id))


_WORDS = {
    400: (marked("Deze vraag is niet te lezen"), marked("Begin opnieuw met een zoekvraag.")),
    403: (marked("Niet voor iedereen"), marked("Begin met een zoekvraag.")),
    404: (
        marked("Niet gevonden"),
        marked("Zoek de brief op woorden uit de titel, of kijk of het adres goed is overgenomen."),
    ),
    405: (marked("Dit kan hier niet"), marked("Deze bladzijde is er alleen om te lezen. Begin met een zoekvraag.")),
    413: (marked("Deze vraag is te groot"), marked("Deze site leest alleen adressen. Begin met een zoekvraag.")),
    414: (marked("Dit adres is te lang"), marked("Stel een kortere vraag, of kies minder filters.")),
    431: (marked("Deze vraag is te groot"), marked("Deze site leest alleen adressen. Begin met een zoekvraag.")),
    429: (marked("Te veel vragen"), marked("Wacht even, en stel de vraag dan opnieuw.")),
    500: (marked("Er ging iets mis bij ons"), marked("Probeer het opnieuw. Meld anders het adres van deze bladzijde.")),
    503: (marked("Zoeken kan nu niet"), marked("Probeer het opnieuw wanneer dit is verholpen.")),
}
_EXPLAINED = (400, 404, 405)
"""What a program does better when it knows our addresses and parameters."""


def _words(status: int) -> tuple[str, str]:
    """What a status is called, and advice, in the language that is spoken."""
    title, advice = _WORDS.get(status, (HTTPStatus(status).phrase, _WORDS[400][1]))
    return _(title), _(advice)


def plainly(status: int) -> str:
    """What a status is called, and advice, for who did not send a request that can be answered."""
    title, advice = _words(status)
    return f"{title}. {advice}"


def register(app: Flask) -> None:
    """Let ``app`` answer every error in our words; what went wrong inside is logged, never shown."""
    app.register_error_handler(RequestError, _malformed)
    app.register_error_handler(KbError, _unusable)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(InternalServerError, _failed)


def _malformed(error: RequestError) -> Response:
    title, advice = _words(400)
    detail = _("De parameter ‘{name}’ klopt niet: {reason}.", name=error.field, reason=error.reason)
    return _answer(Problem(400, title, detail, advice, error.field))


def _unusable(error: KbError) -> Response:
    title, advice = _words(503)
    return _answer(Problem(503, title, str(error), advice))


def _refused(error: HTTPException) -> Response:
    status = error.code or 500
    title, advice = _words(status)
    ours = error.description != type(error).description
    detail = error.description if ours and error.description else ""
    elsewhere = error.elsewhere if isinstance(error, NotHeld) else None
    response = _answer(Problem(status, title, detail, advice, elsewhere=elsewhere))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    if isinstance(error, TooManyRequests) and error.retry_after:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _failed(error: InternalServerError) -> Response:  # noqa: ARG001  its cause is logged by Flask
    title, advice = _words(500)
    return _answer(Problem(500, title, "", advice))


def _answer(problem: Problem) -> Response:
    if urls.is_for_programs(request.path):
        return _json(problem)
    problem = replace(problem, detail=urls.writable(problem.detail))
    return make_response(render_template("problem.html", problem=problem, search=_asked()), problem.status)


def _asked() -> SearchRequest:
    """What was asked, to ask it again; of what cannot be understood the question alone."""
    try:
        return urls.parse(request.args)
    except RequestError:
        return SearchRequest(query=urls.writable(request.args.get("q", ""))[:MAX_QUERY].strip())


def _json(problem: Problem) -> Response:
    """The problem as RFC 9457 has it; members without a value are left out."""
    if problem.status in _EXPLAINED:
        advice = _("Welke adressen en parameters er zijn, staat in {address}.", address=urls.OPENAPI)
        problem = replace(problem, advice=advice)
    members = {name: value for name, value in asdict(problem).items() if value}
    response = jsonify({"type": "about:blank"} | members)
    response.status_code = problem.status
    response.mimetype = "application/problem+json"
    return response
