"""Pieces of files: one, several, and the requests that are attacks."""
import email
import email.policy
import re
import socket
from datetime import datetime

import pytest

from clients import ask, ask_raw, connect, get, read_answer

SMALL = bytes(range(200))
BIG = bytes((i * 31 + i // 256) % 256 for i in range(1_000_000))  # sent from the disk


@pytest.fixture(name="port")
def running(site, tmp_path):
    (tmp_path / "www").mkdir()
    (tmp_path / "www" / "small.bin").write_bytes(SMALL)
    (tmp_path / "www" / "big.bin").write_bytes(BIG)
    return site(f"static: {{/: {tmp_path}/www}}\n").port


def parts_of(answer):
    """(Content-Type, Content-Range, bytes) of each, by Python's own reader of MIME."""
    kind = answer.one("Content-Type")
    assert kind.startswith("multipart/byteranges; boundary=")
    text = f"Content-Type: {kind}\r\n\r\n".encode() + answer.body
    message = email.message_from_bytes(text, policy=email.policy.HTTP)
    assert message.is_multipart() and not message.defects
    boundary = message.get_boundary().encode()
    pieces = answer.body.split(b"\r\n--" + boundary)
    assert (pieces[0], pieces[-1]) == (b"", b"--\r\n")
    parts = []
    for piece, part in zip(pieces[1:-1], message.iter_parts(), strict=True):
        body = piece.split(b"\r\n\r\n", 1)[1]
        parts.append((part["Content-Type"], part["Content-Range"], body))
    return parts


@pytest.mark.parametrize("name", ["small.bin", "big.bin"])
def test_several_pieces_come_in_parts_in_the_order_asked(port, name):
    content = SMALL if name == "small.bin" else BIG
    answer = get(port, f"/{name}", {"Range": "bytes=100-149, 0-9, -5"})
    assert answer.status == 206 and answer.one("Content-Range") is None
    size = len(content)
    assert parts_of(answer) == [
        ("application/octet-stream", f"bytes {first}-{last}/{size}", content[first:last + 1])
        for first, last in [(100, 149), (0, 9), (size - 5, size - 1)]]
    assert int(answer.one("Content-Length")) == len(answer.body)


@pytest.mark.parametrize("asked, first, last", [
    ("0-9,10-19", 0, 19), ("10-19,0-9", 0, 19), ("0-99,50-149", 0, 149), ("5-5,5-5", 5, 5),
    ("0-,-1", 0, 199), ("500-,3-4", 3, 4)])
def test_pieces_that_meet_are_one(port, asked, first, last):
    answer = get(port, "/small.bin", {"Range": "bytes=" + asked})
    assert (answer.status, answer.body) == (206, SMALL[first:last + 1])
    assert answer.one("Content-Range") == f"bytes {first}-{last}/200"


def test_a_boundary_is_not_used_twice(port):
    kinds = {get(port, "/small.bin", {"Range": "bytes=0-1,5-6"}).one("Content-Type")
             for _ in range(5)}
    assert len(kinds) == 5


def test_an_attack_with_many_pieces_gets_the_whole_file_once(port):
    for many in [",".join(f"{i}-" for i in range(1300)), ",".join(["0-0"] * 500),
                 ",".join(f"{3 * i}-{3 * i}" for i in range(33))]:
        answer = get(port, "/big.bin", {"Range": "bytes=" + many[:7000]})
        assert answer.status == 200 and answer.body == BIG
    kept = get(port, "/big.bin", {"Range": "bytes=" + ",".join(f"{i}-" for i in range(32))})
    assert (kept.status, len(kept.body)) == (206, len(BIG))


def test_none_that_is_there_is_416(port):
    answer = get(port, "/small.bin", {"Range": "bytes=200-,300-400,-0"})
    assert (answer.status, answer.one("Content-Range")) == (416, "bytes */200")


def test_head_has_no_pieces(port):
    answer = ask(port, "HEAD", "/small.bin", {"Range": "bytes=0-1,5-6"})
    assert (answer.status, answer.one("Content-Length")) == (200, "200")


def test_if_range_is_about_several_pieces_too(port):
    asked = {"Range": "bytes=0-1,5-6"}
    whole = get(port, "/small.bin", asked | {"If-Range": '"other"'})
    assert (whole.status, whole.body) == (200, SMALL)
    told = get(port, "/small.bin")
    assert get(port, "/small.bin", asked | {"If-Range": told.one("ETag")}).status == 206
    # A date does not tell two versions of one second apart.
    assert get(port, "/small.bin", asked | {"If-Range": told.one("Last-Modified")}).status == 200
    assert get(port, "/small.bin", asked | {"If-Range": "W/" + told.one("ETag")}).status == 200


def test_answers_in_parts_keep_their_place_among_pipelined_ones(port):
    asked = b"GET /big.bin HTTP/1.1\r\nHost: a\r\nRange: bytes=0-99999,500000-599999\r\n\r\n"
    plain = b"GET /small.bin HTTP/1.1\r\nHost: a\r\n\r\n"
    with connect(port) as stream:
        stream.sendall(asked + plain + asked + plain)
        file = stream.makefile("rb")
        for expected in [206, 200, 206, 200]:
            status = int(file.readline().split()[1])
            assert status == expected
            length = 0
            while (line := file.readline()) != b"\r\n":
                if (found := re.match(rb"Content-Length: (\d+)", line)) is not None:
                    length = int(found.group(1))
            body = file.read(length)
            assert (body == SMALL) == (expected == 200)
            assert (BIG[500_000:600_000] in body) == (expected == 206)


@pytest.mark.parametrize("date, status", [
    ("%a, %d %b %Y %H:%M:%S GMT", 304), ("%A, %d-%b-%y %H:%M:%S GMT", 304),
    ("%a %b %e %H:%M:%S %Y", 304), ("%Y-%m-%dT%H:%M:%SZ", 200)])
def test_dates_are_read_in_all_three_forms(port, date, status):
    told = datetime.strptime(get(port, "/small.bin").one("Last-Modified"), "%a, %d %b %Y %H:%M:%S GMT")
    answer = get(port, "/small.bin", {"If-Modified-Since": told.strftime(date)})
    assert answer.status == status


OLD = "Sun, 06 Nov 1994 08:49:37 GMT"
NEW = "Fri, 01 Jan 2100 00:00:00 GMT"


@pytest.mark.parametrize("conditions, status", [
    # RFC 9110 section 13.2.2: If-Match, else If-Unmodified-Since; then If-None-Match, else
    # If-Modified-Since; then Range with If-Range.
    ({"If-Match": "*"}, 200),
    ({"If-Match": "TAG"}, 200),
    ({"If-Match": '"x", TAG'}, 200),
    ({"If-Match": "W/TAG"}, 412),
    ({"If-Match": '"x"'}, 412),
    ({"If-Unmodified-Since": NEW}, 200),
    ({"If-Unmodified-Since": OLD}, 412),
    ({"If-Unmodified-Since": "yesterday"}, 200),
    ({"If-Match": "TAG", "If-Unmodified-Since": OLD}, 200),
    ({"If-Match": '"x"', "If-Unmodified-Since": NEW}, 412),
    ({"If-None-Match": "*"}, 304),
    ({"If-None-Match": "TAG"}, 304),
    ({"If-None-Match": "W/TAG"}, 304),
    ({"If-None-Match": '"x"'}, 200),
    ({"If-Modified-Since": NEW}, 304),
    ({"If-Modified-Since": OLD}, 200),
    ({"If-None-Match": '"x"', "If-Modified-Since": NEW}, 200),
    ({"If-None-Match": "TAG", "If-Modified-Since": OLD}, 304),
    ({"If-Match": "TAG", "If-None-Match": "TAG"}, 304),
    ({"If-Match": '"x"', "If-None-Match": "TAG"}, 412),
    ({"If-Unmodified-Since": OLD, "If-None-Match": "TAG"}, 412),
    ({"If-Match": "TAG", "Range": "bytes=0-1"}, 206),
    ({"If-None-Match": "TAG", "Range": "bytes=0-1"}, 304),
    ({"If-None-Match": '"x"', "Range": "bytes=0-1"}, 206),
    ({"If-Match": '"x"', "Range": "bytes=0-1"}, 412),
    ({"If-Range": "TAG", "Range": "bytes=0-1"}, 206),
    ({"If-Range": "W/TAG", "Range": "bytes=0-1"}, 200),
    ({"If-Range": OLD, "Range": "bytes=0-1"}, 200),
    ({"If-Range": NEW, "Range": "bytes=0-1"}, 200),
    ({"If-Range": '"x"', "Range": "bytes=900-"}, 200),
    ({"If-Range": '"x"'}, 200),
])
def test_conditions_are_asked_in_their_order(port, conditions, status):
    tag = get(port, "/small.bin").one("ETag")
    headers = {name: value.replace("TAG", tag) for name, value in conditions.items()}
    answer = get(port, "/small.bin", headers)
    assert answer.status == status
    assert answer.one("Date") is not None
    if status == 304:
        assert (answer.body, answer.one("Content-Length"), answer.one("ETag")) == (b"", None, tag)
        assert answer.one("Content-Type") is None
    if status == 200:
        assert (answer.body, answer.one("Accept-Ranges")) == (SMALL, "bytes")


def test_a_client_of_1_0_gets_pieces_as_well(port):
    with connect(port) as stream:
        stream.sendall(b"GET /small.bin HTTP/1.0\r\nRange: bytes=0-1,5-6\r\n\r\n")
        answer = read_answer(stream)
    assert answer.status == 206 and len(parts_of(answer)) == 2
    assert answer.one("Transfer-Encoding") is None


def test_a_client_that_goes_away_in_the_middle_of_the_parts_harms_nobody(port):
    for _ in range(20):
        with connect(port) as stream:
            stream.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            stream.sendall(b"GET /big.bin HTTP/1.1\r\nHost: a\r\n"
                           b"Range: bytes=0-400000,500000-\r\n\r\n")
            assert stream.recv(100)
    assert ask_raw(port, "/small.bin").body == SMALL
