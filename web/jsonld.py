"""A letter as linked data for crawlers and reference managers: JSON-LD 1.1 in the words of https://schema.org."""

from typing import Any

from index.letter import Letter
from search.reference import legal_reference
from web import urls


def of_letter(letter: Letter) -> dict[str, Any]:
    """The letter as a ``DigitalDocument``, the nearest type that schema.org has; members without a value are left out.

    Its text is not among them.
    """
    described = {
        "@context": "https://schema.org",
        "@type": "DigitalDocument",
        "@id": urls.absolute(urls.permanent(letter.id)),
        "url": urls.absolute(urls.permanent(letter.id)),
        "name": letter.title,
        "inLanguage": "nl",
        "identifier": letter.id,
        "genre": letter.kind,
        "datePublished": letter.date.isoformat() if letter.date else None,
        "creditText": legal_reference(letter),
        "author": [
            {"@type": "Person", "name": signatory.name, "jobTitle": signatory.role}
            for signatory in letter.signatories
            if signatory.name
        ],
        "publisher": [{"@type": "GovernmentOrganization", "name": ministry.label} for ministry in letter.ministries],
        "about": [
            {"@type": "Thing", "name": mission.label, "url": urls.absolute(urls.mission(mission.id))}
            for mission in letter.missions
            if mission.about
        ],
        "isPartOf": [
            {"@type": "Collection", "name": f"Kamerstukdossier {dossier}", "url": urls.absolute(urls.dossier(dossier))}
            for dossier in letter.dossiers
        ],
        "citation": [
            _cited(reference.id)
            for reference in letter.references
            if reference.id != letter.id and not reference.doubtful
        ],
        "sameAs": urls.external(letter.source),
    }
    return {name: value for name, value in described.items() if value}


def _cited(paper_id: str) -> dict[str, str]:
    address = urls.official(paper_id)
    return {"@type": "CreativeWork", "identifier": paper_id} | ({"url": address} if address else {})
