"""Which letters of a segment were deleted, as text for the table of contents.

The text is base64 of zlib of one bit a letter, set for a deleted one, the first letter in the highest bit; empty when
none was deleted.
"""

import base64
import binascii
import zlib

import numpy as np
from numpy.typing import NDArray

Live = NDArray[np.bool_]


def pack(live: Live | None) -> str:
    """The text for the letters that are still there (bool, a place for each letter; None for all)."""
    if live is None or live.all():
        return ""
    return base64.b64encode(zlib.compress(np.packbits(~live).tobytes())).decode("ascii")


def unpack(text: str, size: int) -> Live | None:
    """What `pack` was given, for a segment of ``size`` letters; raises `ValueError` for another text."""
    if not text:
        return None
    try:
        unpacker = zlib.decompressobj()
        bits = unpacker.decompress(base64.b64decode(text, validate=True), size // 8 + 2)
    except (zlib.error, binascii.Error) as error:
        raise ValueError(str(error)) from error
    if len(bits) != (size + 7) // 8 or not unpacker.eof:
        raise ValueError("bits of another segment")
    deleted: Live = np.unpackbits(np.frombuffer(bits, dtype=np.uint8), count=size).view(np.bool_)
    return ~deleted
