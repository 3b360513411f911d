"""Two HTTP parsers that others wrote, asked how they frame a stream of requests: Debian's h11 and
http-parser (by its shared library). Both are given what tests/corpus/http has."""
import ctypes
from typing import NamedTuple

import h11


class Request(NamedTuple):
    """What decides where the next request begins."""
    target: bytes
    body: bytes
    keep_alive: bool


class Refused(Exception):
    """The parser gave up; with its own reason."""


class _H11:
    """One connection to a server that is h11's."""

    def __init__(self):
        self.connection = h11.Connection(h11.SERVER)
        self.requests = []
        self.target, self.body = b"", b""

    def _answer(self):
        """h11 reads the next request when this one has been answered."""
        if self.connection.our_state is h11.SEND_RESPONSE:
            self.connection.send(h11.Response(status_code=200, headers=[("Content-Length", "0")]))
            self.connection.send(h11.EndOfMessage())
        return self.connection.our_state is h11.DONE

    def _finish(self):
        keep_alive = self._answer()
        self.requests.append(Request(self.target, self.body, keep_alive))
        self.body = b""
        if keep_alive:
            self.connection.start_next_cycle()
        return keep_alive

    def read(self, received):
        self.connection.receive_data(received)
        while True:
            event = self.connection.next_event()
            if event is h11.NEED_DATA or event is h11.PAUSED:
                return
            if isinstance(event, h11.Request):
                self.target = event.target
            elif isinstance(event, h11.Data):
                self.body += bytes(event.data)
            elif isinstance(event, h11.EndOfMessage) and not self._finish():
                return


def read_by_h11(received):
    """The requests that are whole in `received`, up to the first that ends the connection."""
    reader = _H11()
    try:
        reader.read(received)
    except h11.RemoteProtocolError as error:
        raise Refused(str(error)) from error
    return reader.requests


_OnData = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)
_OnEvent = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)


class _Parser(ctypes.Structure):  # struct http_parser of http_parser.h 2.9
    _fields_ = [("_state", ctypes.c_uint32), ("_read", ctypes.c_uint32),
                ("_content_length", ctypes.c_uint64),
                ("http_major", ctypes.c_uint16), ("http_minor", ctypes.c_uint16),
                ("_status_code", ctypes.c_uint32, 16), ("_method", ctypes.c_uint32, 8),
                ("http_errno", ctypes.c_uint32, 7), ("upgrade", ctypes.c_uint32, 1),
                ("data", ctypes.c_void_p)]


class _Settings(ctypes.Structure):
    _fields_ = [("on_message_begin", _OnEvent), ("on_url", _OnData), ("on_status", _OnData),
                ("on_header_field", _OnData), ("on_header_value", _OnData),
                ("on_headers_complete", _OnEvent), ("on_body", _OnData),
                ("on_message_complete", _OnEvent), ("on_chunk_header", _OnEvent),
                ("on_chunk_complete", _OnEvent)]


_REQUEST = 0  # enum http_parser_type


class _HttpParser:
    def __init__(self):
        self.functions = ctypes.CDLL("libhttp_parser.so.2.9")
        self.functions.http_parser_execute.restype = ctypes.c_size_t
        self.functions.http_parser_execute.argtypes = [ctypes.c_void_p, ctypes.c_void_p,
                                                     ctypes.c_char_p, ctypes.c_size_t]
        self.functions.http_errno_name.restype = ctypes.c_char_p
        self.parser = _Parser()
        self.functions.http_parser_init(ctypes.byref(self.parser), _REQUEST)
        self.settings = _Settings(on_url=_OnData(self._on_url), on_body=_OnData(self._on_body),
                                  on_message_complete=_OnEvent(self._on_complete))
        self.requests = []
        self.target, self.body = b"", b""

    def _on_url(self, _, at, size):
        self.target += ctypes.string_at(at, size)
        return 0

    def _on_body(self, _, at, size):
        self.body += ctypes.string_at(at, size)
        return 0

    def _on_complete(self, parser):
        keep_alive = self.functions.http_should_keep_alive(ctypes.c_void_p(parser)) != 0
        self.requests.append(Request(self.target, self.body, keep_alive))
        self.target, self.body = b"", b""
        return 0

    def read(self, received):
        taken = self.functions.http_parser_execute(
            ctypes.byref(self.parser), ctypes.byref(self.settings), received, len(received))
        if self.parser.http_errno:
            raise Refused(self.functions.http_errno_name(self.parser.http_errno).decode())
        if taken != len(received):
            raise Refused(f"upgrade after {taken} bytes")


def read_by_http_parser(received):
    reader = _HttpParser()
    try:
        reader.read(received)
    except Refused:
        # What follows the last request of a connection is nothing to it.
        if reader.requests and not reader.requests[-1].keep_alive:
            return reader.requests
        raise
    return reader.requests


PARSERS = {"h11": read_by_h11, "http-parser": read_by_http_parser}
