"""What browsers read to search here from the address bar (OpenSearch 1.1), and how they complete what is typed."""

from typing import Final

from flask import Response, jsonify, request

from search.language import LANGUAGES
from search.language import gettext as _
from search.request import SearchEngine
from web import urls
from web.programs import xml
from web.programs.feed import MEDIA_TYPE as FEED
from web.programs.feed import NAMESPACES

MEDIA_TYPE: Final = "application/opensearchdescription+xml"
SUGGESTIONS: Final = "application/x-suggestions+json"


def opensearch(engine: SearchEngine) -> Response:  # noqa: ARG001  every view is called alike
    """The description document: what this is called, and where questions, feeds and completions are answered."""
    document = xml.root("OpenSearchDescription", {"": NAMESPACES["opensearch"]})
    xml.add(document, "ShortName", "kbsearch")
    xml.add(document, "LongName", _("kbsearch: zoeken in Kamerbrieven"))
    xml.add(document, "Description", _("Doorzoekt de brieven van ministers aan het parlement."))
    for media_type, rel, template in (
        ("text/html", "results", urls.template(urls.SEARCH)),
        (FEED, "results", urls.template(urls.FEED, paged=True)),
        (SUGGESTIONS, "suggestions", urls.template(urls.COMPLETIONS)),
        (MEDIA_TYPE, "self", urls.description()),
    ):
        attributes = {"type": media_type, "rel": rel, "template": urls.absolute(template)}
        xml.add(document, "Url", attributes=attributes)
    xml.add(document, "Image", urls.absolute(urls.ICON), {"type": "image/svg+xml", "width": "16", "height": "16"})
    for language in LANGUAGES:
        xml.add(document, "Language", language)
    xml.add(document, "SyndicationRight", "open")
    xml.add(document, "InputEncoding", "UTF-8")
    xml.add(document, "OutputEncoding", "UTF-8")
    return Response(xml.document(document), mimetype=MEDIA_TYPE)


def completions(engine: SearchEngine) -> Response:
    """``[typed, whole questions, what each is]``, as OpenSearch Suggestions 1.1 has it."""
    urls.parse(request.args)  # what cannot be asked cannot be gone on with
    typed = request.args.get("q", "")
    found = engine.complete(typed)
    questions = [typed[: suggestion.start] + suggestion.text for suggestion in found]
    response = jsonify([typed, questions, [suggestion.label for suggestion in found]])
    response.mimetype = SUGGESTIONS
    return response
