"""The rows of tests/corpus/http that are accepted, as their README.md has it, for Python."""
import pathlib
import re
from typing import NamedTuple

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "corpus/http"

_ESCAPE = re.compile(rb"\\(?:\{(\d+) ([^}]*)\}|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_PLAIN = {b"r": b"\r", b"n": b"\n", b"t": b"\t", b"0": b"\0", b"\\": b"\\"}


def undo_escapes(text):
    def one(match):
        times, repeated, digits, plain = match.groups()
        if times:
            return undo_escapes(repeated) * int(times)
        return bytes.fromhex(digits.decode()) if digits else _PLAIN[plain]
    return _ESCAPE.sub(one, text)


class Row(NamedTuple):
    place: str
    title: str
    sent: list      # of bytes
    meanings: list  # of {key: text}, one a request
    differs: dict   # of why, by the parser that frames it differently

    @property
    def received(self):
        return b"".join(self.sent)

    @property
    def framing(self):
        """(body, keep_alive) of each request. What a row does not say is as the README says."""
        return [(said.get(b"body", b""), said.get(b"keep_alive", b"yes") == b"yes")
                for said in self.meanings]


def _read_file(path):
    rows, row = [], None
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        kind, _, rest = line.partition(b" ")
        if kind in (b"accept", b"incomplete", b"reject"):
            row = Row(f"{path.name}:{number}", rest.decode(), [], [{}], {})
            if kind == b"accept":
                rows.append(row)
        elif kind == b">":
            row.sent.append(undo_escapes(rest))
        elif kind == b"=":
            key, _, text = rest.partition(b" ")
            row.meanings[-1][key] = undo_escapes(text)
        elif kind == b"next":
            row.meanings.append({})
        elif kind == b"differs":
            parser, _, why = rest.decode().partition(" ")
            row.differs[parser] = why
    return rows


def accepted_rows():
    return [row for path in sorted(FOLDER.glob("*.txt")) for row in _read_file(path)]
