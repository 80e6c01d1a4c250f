"""PNG files, of pictures that are mostly even: three times as fast as Pillow, which tries five ways for every line."""

import struct
import zlib
from typing import Final

import numpy as np
from numpy.typing import NDArray

_METRE, _INCH = 1, 0.0254
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_DEPTH, _RGB = 8, 2
_COMPRESSION: Final = 2


def png_file(pixels: NDArray[np.uint8], *, dpi: float) -> bytes:
    """
    Return a PNG file, with lines as they are [1]_.

    Parameters
    ----------
    pixels
        uint8[height, width, 3], red, green and blue.
    dpi
        How large it is meant to be [pixels per inch].

    References
    ----------
    .. [1] Portable Network Graphics (PNG) Specification, W3C Recommendation, sections 5, 9 and 11.
    """
    height, width, _ = pixels.shape
    lines = np.zeros((height, 1 + 3 * width), np.uint8)  # each with the number of its filter first: none
    lines[:, 1:] = pixels.reshape(height, 3 * width)
    header = struct.pack(">IIBBBBB", width, height, _DEPTH, _RGB, 0, 0, 0)
    per_metre = round(dpi / _INCH)
    size = struct.pack(">IIB", per_metre, per_metre, _METRE)
    parts = (b"IHDR", header), (b"pHYs", size), (b"IDAT", zlib.compress(lines.tobytes(), _COMPRESSION)), (b"IEND", b"")
    return _SIGNATURE + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
