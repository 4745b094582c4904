"""Spaces of Gymnasium as firstmover writes them down, and their values as rows of numbers."""

import numpy as np
from gymnasium import spaces


class UnknownSpace(Exception):
    """A space that firstmover has no counterpart of."""


class BadValue(Exception):
    """A value that does not have the shape of its space."""


def _bound(value):
    value = float(value)
    return value if np.isfinite(value) else ("Infinity" if value > 0 else "-Infinity")


class Codec:
    """Reads and writes the values of one space: `document` is the space, `width` how many numbers a value takes."""

    def __init__(self, document, width, write, read):
        self.document = document
        self.width = width
        self.write = write  # write(value, row): fills a row of float64
        self.read = read  # read(row): the value


def codec(space, is_action):
    """The codec of a space of Gymnasium. The numbers of a Discrete space are counted from 0 whatever its start."""
    if isinstance(space, spaces.Discrete):
        start, kind = int(space.start), space.dtype.type

        def write_index(value, row):
            if np.ndim(value) != 0:
                raise BadValue(f"an array of shape {np.shape(value)}, expected one number of {space}")
            row[0] = value - start

        return Codec({"kind": "discrete", "n": int(space.n)}, 1, write_index, lambda row: kind(int(row[0]) + start))
    if isinstance(space, (spaces.MultiDiscrete, spaces.MultiBinary)):
        if isinstance(space, spaces.MultiDiscrete):
            counts, starts = space.nvec.ravel(), getattr(space, "start", np.zeros_like(space.nvec)).ravel()
        else:
            counts = np.full(int(np.prod(space.shape)), 2)
            starts = np.zeros_like(counts)
        return Codec({"kind": "multi-discrete", "counts": [int(count) for count in counts]}, len(counts), *_arrays(space, starts))
    if isinstance(space, spaces.Box):
        write, read = _arrays(space, 0)
        lows, highs = space.low.ravel(), space.high.ravel()
        shape = [int(length) for length in space.shape]
        if lows.size == 0:
            raise UnknownSpace(f"{space}, which is empty")
        if is_action and not (np.all(lows == lows[0]) and np.all(highs == highs[0])):
            # One box has one pair of bounds: numbers with bounds of their own are boxes of their own.
            boxes = [{"kind": "box", "low": _bound(low), "high": _bound(high), "shape": [1]} for low, high in zip(lows, highs)]
            return Codec({"kind": "tuple", "items": boxes}, lows.size, write, read)
        return Codec({"kind": "box", "low": _bound(lows.min()), "high": _bound(highs.max()), "shape": shape}, lows.size, write, read)
    if isinstance(space, spaces.Dict):
        keys = list(space.spaces)
        if not all(isinstance(key, str) for key in keys):
            raise UnknownSpace(f"{space}, whose keys are not all text")
        keys.sort(key=_position)
        parts = [codec(space.spaces[key], is_action) for key in keys]
        return _composite({"kind": "dict", "entries": {key: part.document for key, part in zip(keys, parts)}}, keys, parts, dict)
    if isinstance(space, spaces.Tuple):
        parts = [codec(item, is_action) for item in space.spaces]
        return _composite({"kind": "tuple", "items": [part.document for part in parts]}, range(len(parts)), parts, _tuple)
    raise UnknownSpace(f"{type(space).__name__}, expected Discrete, MultiDiscrete, MultiBinary, Box, or a Dict or Tuple of these")


def _position(key):
    # Records of JavaScript list keys that are numbers first, in their order; a stable sort keeps the others where they are.
    is_number = key.isascii() and key.isdigit() and key == str(int(key)) and int(key) < 2**32 - 1
    return (0, int(key)) if is_number else (1, 0)


def _tuple(pairs):
    return tuple(value for _key, value in pairs)


def _arrays(space, starts):
    shape, kind = space.shape, space.dtype

    def write(value, row):
        array = np.asarray(value)
        if array.shape != shape:
            raise BadValue(f"an array of shape {array.shape}, expected {shape}")
        row[:] = array.ravel() - starts if np.any(starts) else array.ravel()

    def read(row):
        return (row + starts).astype(kind).reshape(shape)

    return write, read


def _composite(document, keys, parts, build):
    keys = list(keys)
    bounds = np.cumsum([0, *(part.width for part in parts)])
    pieces = [(key, part, slice(int(a), int(b))) for key, part, a, b in zip(keys, parts, bounds[:-1], bounds[1:])]

    def write(value, row):
        for key, part, piece in pieces:
            try:
                entry = value[key]
            except (KeyError, IndexError, TypeError):
                raise BadValue(f"no entry {key!r}") from None
            part.write(entry, row[piece])

    def read(row):
        return build([(key, part.read(row[piece])) for key, part, piece in pieces])

    return Codec(document, int(bounds[-1]), write, read)


def space_of(document):
    """The space of Gymnasium for a document of firstmover. A mixture is a Box of weights: only their proportions count."""
    kind = document["kind"]
    if kind == "discrete":
        return spaces.Discrete(document["n"])
    if kind == "multi-discrete":
        return spaces.MultiDiscrete(document["counts"])
    if kind == "box":
        return spaces.Box(float(document["low"]), float(document["high"]), tuple(document["shape"]), np.float64)
    if kind == "simplex":
        return spaces.Box(0.0, 1.0, (document["n"],), np.float64)
    if kind == "dict":
        return spaces.Dict([(key, space_of(entry)) for key, entry in document["entries"].items()])
    return spaces.Tuple([space_of(item) for item in document["items"]])
