"""What this server can do, as a ZeeRex record (OASIS searchRetrieve 1.0, Part 7)."""

from typing import Final
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from search.language import gettext as _
from search.language import spoken
from search.request import MAX_SIZE, IndexInfo
from web import urls
from web.programs import xml
from web.programs.sru.indexes import CONTEXT_SETS, INDEXES
from web.programs.sru.parameters import DEFAULT_SIZE
from web.programs.sru.records import SCHEMA
from web.programs.sru.translation import MODIFIERS, RELATIONS
from web.programs.sru.versions import Version

ZEEREX: Final = "http://explain.z3950.org/dtd/2.0/"
_PORTS: Final = {"http": 80, "https": 443}


def explanation(version: Version, info: IndexInfo) -> Element:
    """The record for one version of the protocol."""
    record = xml.root("explain", {"": ZEEREX}, {"authoritative": "true"})
    _server(record, version)
    database = xml.add(record, "databaseInfo")
    xml.add(database, "title", _("Kamerbrieven"), {"lang": spoken(), "primary": "true"})
    description = _("Brieven van ministers aan de Kamer, in de volledige tekst.")
    xml.add(database, "description", description, {"lang": spoken(), "primary": "true"})
    xml.add(xml.add(record, "metaInfo"), "dateModified", info.updated)
    _indexes(record)
    schema = xml.add(
        xml.add(record, "schemaInfo"),
        "schema",
        attributes={"identifier": SCHEMA, "name": "dc", "sort": "false", "retrieve": "true"},
    )
    xml.add(schema, "title", "Dublin Core", {"lang": "en", "primary": "true"})
    _configuration(record)
    return record


def _server(record: Element, version: Version) -> None:
    address = urlsplit(urls.absolute(urls.SRU))
    attributes = {"protocol": "SRU", "version": version.name, "transport": address.scheme, "method": "GET"}
    server = xml.add(record, "serverInfo", attributes=attributes)
    xml.add(server, "host", address.hostname or "")
    xml.add(server, "port", str(address.port or _PORTS.get(address.scheme, 80)))
    xml.add(server, "database", address.path.lstrip("/"))


def _indexes(record: Element) -> None:
    parent = xml.add(record, "indexInfo")
    for prefix, (uri, *_others) in CONTEXT_SETS.items():
        xml.add(parent, "set", attributes={"name": prefix, "identifier": uri})
    for index in INDEXES:
        sortable = str(index.field == "date").lower()
        element = xml.add(parent, "index", attributes={"search": "true", "scan": "false", "sort": sortable})
        xml.add(element, "title", _(index.title), {"lang": spoken(), "primary": "true"})
        for prefix, name in index.names:
            xml.add(xml.add(element, "map"), "name", name, {"set": prefix})


def _configuration(record: Element) -> None:
    configuration = xml.add(record, "configInfo")
    for name, value in (
        ("numberOfRecords", str(DEFAULT_SIZE)),
        ("contextSet", "cql"),
        ("index", "cql.serverChoice"),
        ("relation", "="),
        ("retrieveSchema", SCHEMA),
    ):
        xml.add(configuration, "default", value, {"type": name})
    xml.add(configuration, "setting", str(MAX_SIZE), {"type": "maximumRecords"})
    for name, values in (
        ("relation", RELATIONS),
        ("relationModifier", MODIFIERS),
        ("proximity", ("word",)),
        ("maskingCharacter", ("*", "?")),
        ("sort", ("date",)),
    ):
        for value in values:
            xml.add(configuration, "supports", value, {"type": name})
