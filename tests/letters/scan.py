"""A page as a scanner makes it: a PDF (ISO 32000-1) of one picture, without any text."""

import subprocess
import zlib
from pathlib import Path

_PAGE = (595, 842)  # A4, in points


def scan(pdf: Path, resolution: int = 100) -> bytes:
    """The first page of a PDF as a PDF in which it is a picture in black and white; Poppler's pdftoppm draws it."""
    command = ["pdftoppm", "-mono", "-r", str(resolution), "-f", "1", "-l", "1", str(pdf)]
    drawn = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout
    _, size, pixels = drawn.split(b"\n", 2)
    width, height = map(int, size.split())
    return _of_picture(width, height, zlib.compress(pixels, 9))


def _of_picture(width: int, height: int, packed: bytes) -> bytes:
    shown = f"{_PAGE[0]} 0 0 {_PAGE[1]} 0 0 cm /Scan Do".encode()
    picture = (
        f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray /Decode [1 0] "
        f"/BitsPerComponent 1 /Filter /FlateDecode /Length {len(packed)} >>"
    )
    page = f"/MediaBox [0 0 {_PAGE[0]} {_PAGE[1]}] /Resources << /XObject << /Scan 4 0 R >> >> /Contents 5 0 R"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R {page} >>".encode(),
        picture.encode() + b"\nstream\n" + packed + b"\nendstream",
        f"<< /Length {len(shown)} >>\nstream\n".encode() + shown + b"\nendstream",
    )
    return _file(objects)


def _file(objects: tuple[bytes, ...]) -> bytes:
    content = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(content))
        content += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(content)}\n%%EOF\n"
    )
    return content + end.encode()
