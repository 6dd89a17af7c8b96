"""The checks of a word processor's file, which is a zip."""

import struct
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.forms.document import Unreadable
from index.forms.office.archive import checked_members, damage_is_unreadable, packed

DOCX = (
    b'<Types><Override PartName="/word/document.xml" ContentType='
    b'"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
ODT = b"application/vnd.oasis.opendocument.text"
DAMAGED = "is beschadigd of onvolledig; open het in LibreOffice of Word en sla het opnieuw op"


def zipped(method: int = zipfile.ZIP_DEFLATED, **members: bytes) -> bytes:
    """A zip; ``__`` in a name stands for a point, ``mimetype`` and ``types`` for the members that tell the form."""
    names = {"types": "[Content_Types].xml", "manifest": "META-INF/manifest.xml"}
    file = BytesIO()
    with zipfile.ZipFile(file, "w", method) as zip_:
        for name, content in members.items():
            zip_.writestr(names.get(name, name.replace("__", ".")), content)
    return file.getvalue()


def members(content: bytes, form: str = ".docx") -> dict[str, bytes]:
    with damage_is_unreadable():
        return checked_members(content, form, lambda name: name.endswith(".xml") and name != "[Content_Types].xml")


def patched(content: bytes, signature: bytes, offset: int, value: bytes) -> bytes:
    """The zip with a value in every record that begins with ``signature`` changed."""
    changed = bytearray(content)
    position = content.find(signature)
    while position >= 0:
        changed[position + offset : position + offset + len(value)] = value
        position = content.find(signature, position + 4)
    return bytes(changed)


def test_only_the_members_that_are_wanted() -> None:
    content = zipped(types=DOCX, a__xml=b"<a/>", b__xml=b"<b/>", c__png=b"\x89PNG")
    assert members(content) == {"a.xml": b"<a/>", "b.xml": b"<b/>"}


def test_a_packed_zip_has_the_members() -> None:
    with zipfile.ZipFile(packed({"a/b.xml": b"<a/>", "c": b""})) as zip_:
        assert {name: zip_.read(name) for name in zip_.namelist()} == {"a/b.xml": b"<a/>", "c": b""}


OTHER_FORMS = {
    "odt as docx": (zipped(mimetype=ODT), ".docx", "is geen .docx maar een .odt; geef het die naam"),
    "odt without mimetype": (
        zipped(manifest=b"<m:file-entry m:media-type='%s' m:full-path='/'/>" % ODT),
        ".docx",
        "is geen .docx maar een .odt; geef het die naam",
    ),
    "docx as odt": (zipped(types=DOCX), ".odt", "is geen .odt maar een .docx; geef het die naam"),
    "template": (
        zipped(mimetype=ODT + b"-template"),
        ".odt",
        "is geen .odt maar een .ott; sla het op als .odt",
    ),
    "sheet": (
        zipped(types=DOCX.replace(b"wordprocessingml.document.main", b"spreadsheetml.sheet.main")),
        ".docx",
        "is geen .docx maar een .xlsx; sla het op als .docx",
    ),
    "macros": (
        zipped(
            types=b'<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>',
        ),
        ".docx",
        "is geen .docx maar een .docm; sla het op als .docx",
    ),
    "any zip": (zipped(brief__txt=b"Geachte"), ".docx", "is geen .docx maar een .zip; sla het op als .docx"),
    "empty zip": (zipped(), ".odt", "is geen .odt maar een .zip; sla het op als .odt"),
    "old or encrypted Word": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        ".docx",
        "is versleuteld of een oud Word-bestand (.doc); sla het op als .docx zonder wachtwoord",
    ),
    "text": (b"Geachte voorzitter,", ".odt", "is geen .odt; open het in LibreOffice of Word en sla het op als .odt"),
    "nothing": (b"", ".docx", "is geen .docx; open het in LibreOffice of Word en sla het op als .docx"),
}


@pytest.mark.parametrize(("content", "form", "reason"), OTHER_FORMS.values(), ids=OTHER_FORMS)
def test_another_form(content: bytes, form: str, reason: str) -> None:
    with pytest.raises(Unreadable) as raised:
        members(content, form)
    assert str(raised.value) == reason


LETTER = zipped(types=DOCX, a__xml=b"<a>" + bytes(range(65, 91)) * 9 + b"</a>")
LOCAL, CENTRAL = b"PK\x03\x04", b"PK\x01\x02"
FAULTS = {
    "cut off": (LETTER[:-30], DAMAGED),
    "only a beginning": (LETTER[:40], DAMAGED),
    "a member that is longer than it says": (patched(LETTER, CENTRAL, 24, struct.pack("<I", 9)), DAMAGED),
    "a method that unpacks to any size": (zipped(zipfile.ZIP_BZIP2, types=DOCX), DAMAGED),
    "encrypted by the zip": (
        patched(patched(LETTER, LOCAL, 6, b"\x01"), CENTRAL, 8, b"\x01"),
        "is versleuteld; sla het op zonder wachtwoord",
    ),
    "encrypted by LibreOffice": (
        zipped(types=DOCX, manifest=b"<manifest:encryption-data/>", a__xml=b"\x93\x01"),
        "is versleuteld; sla het op zonder wachtwoord",
    ),
    "a document type": (
        zipped(types=DOCX, a__xml=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        "bevat een DOCTYPE en wordt daarom niet gelezen; open het en sla het opnieuw op als .docx",
    ),
    "a document type in UTF-16": (
        zipped(types=DOCX, a__xml='<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'.encode("utf-16")),
        "bevat een DOCTYPE en wordt daarom niet gelezen; open het en sla het opnieuw op als .docx",
    ),
    "no XML": (zipped(types=DOCX, a__xml=b"Geachte voorzitter,"), DAMAGED),
    "too dense": (
        zipped(types=DOCX, a__xml=b"<a/>" + bytes(1_000_000)),
        "pakt uit tot 2 onderdelen van samen 0 MB, meer dan een brief nodig heeft; "
        "haal de afbeeldingen eruit en sla het opnieuw op",
    ),
    "too big": (
        patched(LETTER, CENTRAL, 24, struct.pack("<I", 60 * 1024 * 1024)),
        "pakt uit tot 2 onderdelen van samen 120 MB, meer dan een brief nodig heeft; "
        "haal de afbeeldingen eruit en sla het opnieuw op",
    ),
    "too many": (
        zipped(zipfile.ZIP_STORED, types=DOCX, **{f"n{number}": b"" for number in range(2000)}),
        "pakt uit tot 2001 onderdelen van samen 0 MB, meer dan een brief nodig heeft; "
        "haal de afbeeldingen eruit en sla het opnieuw op",
    ),
}


@pytest.mark.parametrize(("content", "reason"), FAULTS.values(), ids=FAULTS)
def test_a_fault(content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as raised:
        members(content)
    assert str(raised.value) == reason


def test_no_more_is_unpacked_than_a_member_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """A member of 50 MB that says to have 100 bytes: what the zip module holds at once stays small."""
    sizes: list[int] = []
    read = zipfile.ZipExtFile.read

    def recorded(file: zipfile.ZipExtFile, size: int | None = -1) -> bytes:
        sizes.append(-1 if size is None else size)
        return read(file, size)

    monkeypatch.setattr(zipfile.ZipExtFile, "read", recorded)
    bomb = zipped(types=DOCX, a__xml=bytes(50_000_000))
    with pytest.raises(Unreadable):
        members(patched(bomb, CENTRAL, 24, struct.pack("<I", 100)))
    assert sizes
    assert all(0 <= size <= 1000 for size in sizes)


@given(st.binary(max_size=200), st.integers(0, len(LETTER)), st.sampled_from([".docx", ".odt"]))
def test_any_bytes_give_members_or_unreadable(noise: bytes, place: int, form: str) -> None:
    for content in (noise, b"PK" + noise, LETTER[:place] + noise + LETTER[place + len(noise) :]):
        with suppress(Unreadable):
            assert set(members(content, form)) <= {"a.xml"}


@pytest.mark.parametrize("error", [KeyError("x"), RecursionError(), ValueError()], ids=repr)
def test_whatever_goes_wrong_is_unreadable(error: Exception) -> None:
    with pytest.raises(Unreadable) as raised, damage_is_unreadable():
        raise error
    assert str(raised.value) == DAMAGED


def test_a_lack_of_memory_is_not_the_file_s_fault() -> None:
    with pytest.raises(MemoryError), damage_is_unreadable():
        raise MemoryError
