"""What browsers read to search here from the address bar (OpenSearch 1.1), and how they complete what is typed."""

from typing import Final

from flask import Response, jsonify, request

from search.language import LANGUAGES
from search.language import gettext as _
from search.request import SearchEngine
from web import urls
from web.programs import elements
from web.programs.feed import MEDIA_TYPE as FEED
from web.programs.feed import NAMESPACES

MEDIA_TYPE: Final = "application/opensearchdescription+xml"
SUGGESTIONS: Final = "application/x-suggestions+json"


def opensearch(engine: SearchEngine) -> Response:  # noqa: ARG001  every view is called alike
    """The description document: what this is called, and where questions, feeds and completions are answered."""
    document = elements.root("OpenSearchDescription", xmlns=NAMESPACES["xmlns:opensearch"])
    elements.below(document, "ShortName", "kbsearch")
    elements.below(document, "LongName", _("kbsearch: zoeken in Kamerbrieven"))
    elements.below(document, "Description", _("Doorzoekt de brieven van ministers aan het parlement."))
    for media_type, rel, template in (
        ("text/html", "results", urls.template(urls.SEARCH)),
        (FEED, "results", urls.template(urls.FEED, paged=True)),
        (SUGGESTIONS, "suggestions", urls.template(urls.COMPLETIONS)),
        (MEDIA_TYPE, "self", urls.description()),
    ):
        elements.below(document, "Url", type=media_type, rel=rel, template=urls.absolute(template))
    elements.below(document, "Image", urls.absolute(urls.ICON), type="image/svg+xml", width="16", height="16")
    for language in LANGUAGES:
        elements.below(document, "Language", language)
    elements.below(document, "SyndicationRight", "open")
    elements.below(document, "InputEncoding", "UTF-8")
    elements.below(document, "OutputEncoding", "UTF-8")
    return elements.answer(document, MEDIA_TYPE)


def completions(engine: SearchEngine) -> Response:
    """``[typed, whole questions, what each is]``, as OpenSearch Suggestions 1.1 has it."""
    urls.parse(request.args)  # what cannot be asked cannot be gone on with
    typed = request.args.get("q", "")
    found = engine.complete(typed)
    questions = [typed[: suggestion.start] + suggestion.text for suggestion in found]
    response = jsonify([typed, questions, [suggestion.label for suggestion in found]])
    response.mimetype = SUGGESTIONS
    return response
