"""What is said when a page cannot be given: plain Dutch with a next step for people, RFC 9457 JSON for programs."""

from dataclasses import dataclass
from http import HTTPStatus

from flask import Flask, Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed, NotFound

from index.errors import KbError, RequestError
from search.request import SearchRequest
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


class LetterNotHeld(NotFound):
    """There is no letter of this id here; ``elsewhere`` is where the government publishes it, for an official id."""

    def __init__(self, letter_id: str) -> None:
        super().__init__(f"Een brief met het kenmerk ‘{letter_id[:100]}’ staat niet in deze verzameling.")
        self.elsewhere = urls.official(letter_id)


_WORDS = {
    400: ("Deze vraag is niet te lezen", "Begin opnieuw met een zoekvraag."),
    404: ("Niet gevonden", "Zoek de brief op woorden uit de titel, of kijk of het adres goed is overgenomen."),
    405: ("Dit kan hier niet", "Deze bladzijde is er alleen om te lezen. Begin met een zoekvraag."),
    413: ("Deze vraag is te groot", "Deze site leest alleen adressen. Begin met een zoekvraag."),
    414: ("Dit adres is te lang", "Stel een kortere vraag, of kies minder filters."),
    500: ("Er ging iets mis bij ons", "Probeer het opnieuw. Meld anders het adres van deze bladzijde."),
    503: ("Zoeken kan nu niet", "Probeer het opnieuw wanneer dit is verholpen."),
}


def register(app: Flask) -> None:
    """Let ``app`` answer every error in our words; what went wrong inside is logged, never shown."""
    app.register_error_handler(RequestError, _malformed)
    app.register_error_handler(KbError, _unusable)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(InternalServerError, _failed)


def _malformed(error: RequestError) -> Response:
    title, advice = _WORDS[400]
    detail = f"De parameter ‘{error.field}’ klopt niet: {error.reason}."
    return _answer(Problem(400, title, detail, advice, error.field))


def _unusable(error: KbError) -> Response:
    title, advice = _WORDS[503]
    return _answer(Problem(503, title, str(error), advice))


def _refused(error: HTTPException) -> Response:
    status = error.code or 500
    title, advice = _WORDS.get(status, (HTTPStatus(status).phrase, _WORDS[400][1]))
    ours = error.description != type(error).description
    detail = error.description if ours and error.description else ""
    elsewhere = error.elsewhere if isinstance(error, LetterNotHeld) else None
    response = _answer(Problem(status, title, detail, advice, elsewhere=elsewhere))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _failed(error: InternalServerError) -> Response:  # noqa: ARG001  its cause is logged by Flask
    title, advice = _WORDS[500]
    return _answer(Problem(500, title, "", advice))


def _answer(problem: Problem) -> Response:
    if request.path.startswith(urls.API) or request.path == urls.HEALTH:
        return _json(problem)
    return make_response(render_template("problem.html", problem=problem, search=SearchRequest()), problem.status)


def _json(problem: Problem) -> Response:
    body = {"type": "about:blank", "title": problem.title, "status": problem.status, "detail": problem.detail}
    if problem.parameter:
        body["parameter"] = problem.parameter
    response = jsonify(body)
    response.status_code = problem.status
    response.mimetype = "application/problem+json"
    return response
