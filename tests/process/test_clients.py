"""Real clients on real connections: http.client, curl, Tornado's AsyncHTTPClient, bytes on a socket."""
import asyncio
import http.client
import json

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPRequest

from clients import PATIENCE, answers_in, ask, connect, curl, exchange, get, read_answer

SITE = """
routes:
  - {path: /, text: hello}
  - {path: /echo, any: {echo: true}}
  - {path: /sent, post: {text: "{{ request.body }}"}}
  - {path: /length, post: {json: "{{ request.body | length }}"}}
  - {path: /small, post: {body_size: 10, text: "{{ request.body }}"}}
  - {path: /gone, status: 204}
"""


@pytest.fixture(name="port")
def running(site):
    return site(SITE).port


def test_a_connection_is_kept_for_many_requests(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.connect()
    own = connection.sock.getsockname()
    for _ in range(50):
        connection.request("GET", "/")
        response = connection.getresponse()
        assert (response.status, response.read()) == (200, b"hello")
        assert connection.sock is not None
        assert connection.sock.getsockname() == own
    connection.close()


def test_a_connection_ends_when_the_client_asks_for_it(port):
    answer = exchange(port, b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"connection: close\r\n" in answer.lower()
    assert answer.endswith(b"\r\n\r\nhello")


def test_pipelined_requests_are_answered_in_their_order(port):
    sent = b"".join(b"GET /echo?n=%d HTTP/1.1\r\nHost: a\r\n\r\n" % n for n in range(20))
    received = exchange(port, sent + b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    *echoes, last = answers_in(received)
    assert [json.loads(echo.body)["query"] for echo in echoes] == [{"n": str(n)} for n in range(20)]
    assert last.body == b"hello"


def test_a_pipelined_request_waits_for_the_body_before_it(port):
    answer = exchange(port, b"POST /sent HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
                            b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert answer.index(b"\r\n\r\nabc") < answer.index(b"\r\n\r\nhello")
    assert answer.count(b"HTTP/1.1 200 OK") == 2


def test_http_1_0_is_answered_and_closed(port):
    answer = exchange(port, b"GET / HTTP/1.0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert answer.endswith(b"\r\n\r\nhello")


def test_http_1_0_is_kept_when_the_client_asks_for_it(port):
    with connect(port) as stream:
        for _ in range(2):
            stream.sendall(b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            answer = read_answer(stream)
            assert (answer.body, answer.one("Connection").lower()) == (b"hello", "keep-alive")


def test_head_has_the_head_of_get_and_no_body(port):
    got, head = get(port, "/"), ask(port, "HEAD", "/")
    assert (head.status, head.body) == (200, b"")
    assert head.one("Content-Length") == "5"
    assert head.one("Content-Type") == got.one("Content-Type")


def test_an_answer_without_a_body_has_no_length(port):
    answer = exchange(port, b"GET /gone HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 204 No Content\r\n")
    assert b"content-length" not in answer.lower()
    assert answer.endswith(b"\r\n\r\n")


def test_a_chunked_body_is_read_whole(port):
    body = b"a" * 100_000

    def pieces():
        for start in range(0, len(body), 777):
            yield body[start:start + 777]

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("POST", "/length", pieces(), encode_chunked=True)
    assert json.loads(connection.getresponse().read()) == len(body)
    connection.close()


def test_curl_uploads_chunked_from_a_pipe(port):
    sent = bytes(range(32, 127)) * 3000
    answer = curl("-X", "POST", "-H", "Transfer-Encoding: chunked", "-H", "Content-Type: text/plain",
                  "--data-binary", "@-", f"http://127.0.0.1:{port}/sent", stdin=sent)
    assert answer == sent


def test_a_client_that_expects_100_is_told_to_go_on(port):
    with connect(port) as stream:
        stream.sendall(b"POST /sent HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
                       b"Expect: 100-continue\r\n\r\n")
        assert stream.recv(4096) == b"HTTP/1.1 100 Continue\r\n\r\n"
        stream.sendall(b"hello")
        assert read_answer(stream).body == b"hello"


def test_a_body_past_its_limit_is_413(port):
    assert ask(port, "POST", "/small", body=b"0123456789").body == b"0123456789"
    assert ask(port, "POST", "/small", body=b"0123456789x").status == 413


def test_a_chunked_body_past_its_limit_is_413(port):
    answer = exchange(port, b"POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                            b"6\r\nabcdef\r\n6\r\nghijkl\r\n0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 413 ")


def test_a_client_that_expects_100_is_told_413_before_it_sends(port):
    with connect(port) as stream:
        stream.sendall(b"POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000000\r\n"
                       b"Expect: 100-continue\r\n\r\n")
        assert read_answer(stream).status == 413


def test_a_request_that_comes_byte_by_byte_is_answered(port):
    with connect(port) as stream:
        for byte in b"GET / HTTP/1.1\r\nHost: a\r\n\r\n":
            stream.sendall(bytes([byte]))
        assert read_answer(stream).body == b"hello"


def test_tornado_s_client_asks_many_at_once(port):
    async def play():
        client = AsyncHTTPClient(force_instance=True, max_clients=20)
        requests = [HTTPRequest(f"http://127.0.0.1:{port}/sent", method="POST", body=f"body {n}",
                                headers={"Content-Type": "text/plain"},
                                request_timeout=PATIENCE) for n in range(100)]
        answers = await asyncio.gather(*map(client.fetch, requests))
        client.close()
        return [answer.body for answer in answers]

    assert asyncio.run(play()) == [b"body %d" % n for n in range(100)]


@pytest.mark.parametrize("sent, status", [
    (b"GET / HTTP/1.1\r\n\r\n", 400),
    (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
    (b"GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400),
    (b"GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    (b"GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    (b"GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    (b"GET /%ff HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    (b"GET / HTTP/2.5\r\nHost: a\r\n\r\n", 505),
    (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
    (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\nx", 400),
    (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", 400),
    (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414),
    (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 40000 + b"\r\n\r\n", 431),
    (b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: a\r\n" * 101 + b"\r\n", 431),
])
def test_what_is_no_request_is_refused_and_the_connection_closed(port, sent, status):
    answer = exchange(port, sent)
    assert answer.startswith(b"HTTP/1.1 %d " % status), answer[:200]
    assert answer.count(b"HTTP/1.1 ") == 1
