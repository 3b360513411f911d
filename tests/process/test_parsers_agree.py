"""What tined accepts, read by parsers that others wrote: a request that two servers frame differently
is how one is smuggled past the other. The unit tests hold tined to tests/corpus/http; here the
parsers are held to it, and the corpus says of each difference who is right and why."""
import pytest

from http_corpus import accepted_rows
from peer_parsers import PARSERS, Refused, Request


def to_the_end(framing):
    """Up to the request that ends the connection: what follows it is nobody's."""
    for number, (_, keep_alive) in enumerate(framing, 1):
        if not keep_alive:
            return framing[:number]
    return framing


def difference(row, read):
    """What `read` does otherwise than the row says; None if nothing."""
    try:
        found = to_the_end([(request.body, request.keep_alive) for request in read(row.received)])
    except Refused as refused:
        return f"refused: {refused}"
    expected = to_the_end(row.framing)
    return None if found == expected else f"{found}, not {expected}"


@pytest.mark.parametrize("parser", PARSERS)
def test_a_difference_in_framing_is_explained_by_the_corpus(parser):
    found = {f"{row.place} {row.title}": difference(row, PARSERS[parser])
             for row in accepted_rows() if parser not in row.differs}
    assert {row: told for row, told in found.items() if told} == {}


@pytest.mark.parametrize("parser", PARSERS)
def test_no_explanation_outlives_its_difference(parser):
    idle = [f"{row.place} {row.title}" for row in accepted_rows()
            if parser in row.differs and not difference(row, PARSERS[parser])]
    assert idle == []


def test_every_explanation_is_about_a_known_parser_and_says_who_is_right():
    for row in accepted_rows():
        for parser, why in row.differs.items():
            assert parser in PARSERS, row.place
            assert why.startswith(("tined is right: ", f"{parser} is right: ", "both may: ")), row.place


def test_the_corpus_has_rows_enough_with_bodies_chunks_and_pipelines():
    rows = accepted_rows()
    assert len(rows) >= 80
    assert sum(len(row.meanings) > 1 for row in rows) >= 3
    assert sum(any(body for body, _ in row.framing) for row in rows) >= 15


@pytest.mark.parametrize("read", PARSERS.values(), ids=PARSERS)
def test_a_peer_is_asked_in_earnest(read):
    sent = (b"POST /1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n"
            b"GET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert read(sent) == [Request(b"/1", b"hi", True), Request(b"/2", b"", False)]
    with pytest.raises(Refused):
        read(b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx")
