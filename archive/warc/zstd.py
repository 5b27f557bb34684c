"""Frames of ``.warc.zst``: one a record, with a dictionary in the first, skippable one or without.

https://iipc.github.io/warc-specifications/specifications/warc-zstd/
"""

from typing import cast

import zstandard

from archive.errors import WarcError
from archive.warc.source import Source

FRAME = b"\x28\xb5\x2f\xfd"
DICTIONARY_FRAME = b"\x5d\x2a\x4d\x18"
FrameError = cast(type[Exception], zstandard.ZstdError)

_DICTIONARY = b"\x37\xa4\x30\xec"
_MAX_DICTIONARY = 1 << 24
_MAX_WINDOW = 1 << 27


def dictionary_frame(source: Source) -> bytes:
    """The skippable frame with which a zstd file may begin, or nothing."""
    head = source.read(0, 8)
    size = int.from_bytes(head[4:], "little")
    return source.read(0, 8 + size) if head[:4] == DICTIONARY_FRAME and size <= _MAX_DICTIONARY else b""


def frame_decoder(source: Source) -> "zstandard.ZstdDecompressionObj":
    """What undoes one frame of a file. Raises WarcError where the file's dictionary cannot be read."""
    if source.zstd is None:
        dictionary = dictionary_frame(source)[8:]
        try:
            if dictionary.startswith(FRAME):
                dictionary = zstandard.ZstdDecompressor().decompress(dictionary, max_output_size=_MAX_DICTIONARY)
            known = zstandard.ZstdCompressionDict(dictionary) if dictionary.startswith(_DICTIONARY) else None
            source.zstd = zstandard.ZstdDecompressor(dict_data=known, max_window_size=_MAX_WINDOW)
        except FrameError as error:
            raise WarcError(f"the dictionary of the file cannot be read: {error}") from error
    return source.zstd.decompressobj()
