"""What the two processes write to each other: frames of JSON or of 64-bit numbers.

A frame is a header of two 32-bit integers, the number of bytes and the kind, and so many bytes. Both processes run on one machine,
so everything is in its byte order.
"""

import json
import os
import struct

PROTOCOL = 1
JSON = 0x4A4D4601
NUMBERS = 0x4E4D4601
_HEADER = struct.Struct("=II")


class Frames:
    """Frames over two streams of bytes."""

    def __init__(self, reader, writer):
        self._reader = reader
        self._writer = writer

    def receive(self):
        """The next frame, as (kind, bytes); None where the other process has ended."""
        header = self._reader.read(_HEADER.size)
        if len(header) < _HEADER.size:
            return None
        size, kind = _HEADER.unpack(header)
        if kind not in (JSON, NUMBERS):
            raise ValueError("received what is no frame")
        payload = self._reader.read(size)
        return None if len(payload) < size else (kind, payload)

    def send_json(self, document):
        self._send(JSON, json.dumps(document, allow_nan=False).encode())

    def send_numbers(self, array):
        """Sends a numpy array of float64."""
        self._send(NUMBERS, array.tobytes())

    def _send(self, kind, payload):
        self._writer.write(_HEADER.pack(len(payload), kind) + payload)
        self._writer.flush()


def own_streams():
    """Takes standard input and output for frames: what the program prints goes to standard error, what it reads is empty."""
    reader, writer = os.dup(0), os.dup(1)
    os.dup2(2, 1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    if os.name == "nt":
        import msvcrt

        for descriptor in (reader, writer):
            msvcrt.setmode(descriptor, os.O_BINARY)
    return Frames(os.fdopen(reader, "rb"), os.fdopen(writer, "wb"))
