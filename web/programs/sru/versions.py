"""What differs between the versions of SRU: namespaces and names of elements."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the protocol: the namespaces of its responses and their diagnostics.

    ``packing`` is what the way in which records stand in a response is called; ``identified`` is whether records have
    an identifier of their own.
    """

    name: str
    namespace: str
    diagnostics: str
    packing: str
    identified: bool


_SRW: Final = "http://www.loc.gov/zing/srw/"
_OASIS: Final = "http://docs.oasis-open.org/ns/search-ws/"

LATEST: Final = Version("2.0", f"{_OASIS}sruResponse", f"{_OASIS}diagnostic", "recordXMLEscaping", identified=True)
VERSIONS: Final = {
    version.name: version
    for version in (
        Version("1.1", _SRW, f"{_SRW}diagnostic/", "recordPacking", identified=False),
        Version("1.2", _SRW, f"{_SRW}diagnostic/", "recordPacking", identified=True),
        LATEST,
    )
}
