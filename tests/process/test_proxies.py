"""Debian's nginx, haproxy and apache2 in front of tined: who asks, kept connections, uploads, refusals; by TCP, a unix
socket and PROXY. The proxies and the tined behind them are started once."""
import contextlib
import http.client
import json
import os
import pathlib
import shutil
import socket
import tempfile

import pytest

import proxies
from clients import PATIENCE, curl, read_answer
from conftest import Daemon

# Proxies reach it from 127.0.0.1; clients come from CLIENT, which nobody trusts.
CLIENT = "127.0.0.9"
SITE = """
listen:
  - 127.0.0.1:0
  - {address: "127.0.0.2:0", forwarded_by: forwarded}
  - {address: "127.0.0.3:0", forwarded_by: proxy}
  - {address: "unix:tined.sock", mode: 0666}
workers: 1
trusted_proxies: [127.0.0.1, unix]
forwarded_host: true
log: {access: off}
routes:
  - {path: /who, json: {address: "{{ request.address }}", protocol: "{{ request.protocol }}", host: "{{ request.host }}"}}
  - {path: /sent, post: {text: "{{ request.body }}"}, put: {text: "{{ request.body }}"}}
  - {path: /small, post: {body_size: 10, text: "{{ request.body }}"}}
  - {path: /large, text: "{% for n in range(20000) %}0123456789{% endfor %}"}
"""
# Each way through each proxy: its name, and the path's beginning.
WAYS = [("nginx", "/"), ("nginx", "/streamed/"), ("nginx", "/unix/"),
        ("haproxy", "/"), ("haproxy", "/unix/"), ("haproxy", "/v1/"), ("haproxy", "/v2/"),
        ("apache", "/"), ("apache", "/unix/")]


@pytest.fixture(scope="module", name="stand")
def all_started():
    """The proxies by name, and "port": tined's, the same on all its addresses."""
    with contextlib.ExitStack() as at_the_end:
        folder = pathlib.Path(tempfile.mkdtemp(prefix="tined-test-"))
        at_the_end.callback(shutil.rmtree, folder)
        folder.chmod(0o755)
        (folder / "tined.yaml").write_text(SITE)
        tined = Daemon(folder, ["--set", "user=root"] if os.geteuid() == 0 else [])
        at_the_end.callback(tined.end)
        port = tined.wait_until_ready().port
        where = {"tcp": f"127.0.0.1:{port}", "forwarded": f"127.0.0.2:{port}",
                 "proxy": f"127.0.0.3:{port}", "unix": str(folder / "tined.sock")}
        started = {"port": port}
        for name, make in [("nginx", proxies.nginx), ("haproxy", proxies.haproxy),
                           ("apache", proxies.apache)]:
            (folder / name).mkdir()
            started[name] = make(folder / name, **where)
            at_the_end.callback(started[name].end)
        yield started


@pytest.fixture(params=WAYS, ids=lambda way: way[0] + way[1].rstrip("/").replace("/", "-"))
def way(request, stand):
    """(port, beginning of the path) of one way through one proxy."""
    name, path = request.param
    return stand[name].port, path


def open_client(port, address="127.0.0.1"):
    return http.client.HTTPConnection(address, port, timeout=PATIENCE, source_address=(CLIENT, 0))


def who(port, path, headers=None):
    connection = open_client(port)
    connection.request("GET", path + "who", headers=headers or {})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    assert response.status == 200, body
    return json.loads(body)


def upload(way, path, body, *arguments):
    """(status, body) of a POST by curl, which sends it as the arguments say."""
    port, begin = way
    answer = curl("--interface", CLIENT, "-X", "POST", "--data-binary", "@-", "-o", "-",
                  "-w", "\n%{http_code}", *arguments, f"http://127.0.0.1:{port}{begin}{path}", stdin=body)
    text, _, status = answer.rpartition(b"\n")
    return int(status), text


def test_the_client_is_whom_the_proxy_names(way):
    assert who(*way)["address"] == CLIENT


def test_what_a_client_says_of_itself_is_not_believed(way):
    told = who(*way, {"X-Forwarded-For": "6.6.6.6", "Forwarded": "for=6.6.6.6", "X-Real-IP": "6.6.6.6"})
    assert told["address"] == CLIENT


def test_the_protocol_and_the_host_are_those_that_the_proxy_says(stand):
    told = who(stand["nginx"].port, "/", {"Host": "shop.example"})
    assert (told["protocol"], told["host"]) == ("https", "shop.example")
    told = who(stand["haproxy"].port, "/v2/", {"Host": "shop.example", "X-Forwarded-Host": "evil.example"})
    assert (told["protocol"], told["host"]) == ("http", "shop.example")


def test_forwarded_is_read_where_the_address_says_so(stand):
    told = who(stand["nginx"].port, "/forwarded/", {"X-Forwarded-For": "6.6.6.6"})
    assert (told["address"], told["protocol"]) == ("203.0.113.7", "https")


def test_a_connection_is_kept_through_the_proxy(way):
    port, begin = way
    connection = open_client(port)
    connection.connect()
    own = connection.sock.getsockname()
    for _ in range(20):
        connection.request("GET", begin + "who")
        response = connection.getresponse()
        assert json.loads(response.read())["address"] == CLIENT
        assert connection.sock is not None and connection.sock.getsockname() == own
    connection.close()


def test_a_large_answer_comes_whole(way):
    port, begin = way
    body = curl("--interface", CLIENT, f"http://127.0.0.1:{port}{begin}large")
    assert body == b"0123456789" * 20000


BODY = bytes(range(65, 91)) * 8000


def test_an_upload_of_known_length_arrives(way):
    assert upload(way, "sent", BODY) == (200, BODY)


def test_an_upload_in_chunks_arrives(way):
    assert upload(way, "sent", BODY, "-H", "Transfer-Encoding: chunked") == (200, BODY)


def test_a_body_that_is_too_large_is_told_so_while_it_is_still_sent(way):
    for arguments in [(), ("-H", "Expect:"), ("-H", "Transfer-Encoding: chunked")]:
        status, _ = upload(way, "small", BODY, *arguments)
        assert status == 413, arguments


def test_a_way_goes_on_after_a_refusal(way):
    upload(way, "small", BODY, "-H", "Expect:")
    assert who(*way)["address"] == CLIENT


def test_a_binary_preamble_with_additions_is_read_before_the_bytes_that_it_is_for(stand):
    assert who(stand["haproxy"].bytes, "/")["address"] == CLIENT


def test_a_stranger_speaks_for_itself_and_may_send_no_preamble(stand):
    """On the address where trusted proxies must."""
    connection = open_client(stand["port"], "127.0.0.3")
    connection.request("GET", "/who", headers={"X-Forwarded-For": "6.6.6.6"})
    assert json.loads(connection.getresponse().read())["address"] == CLIENT
    connection.close()
    for host, source in [("127.0.0.3", CLIENT), ("127.0.0.1", "127.0.0.1")]:
        with socket.create_connection((host, stand["port"]), PATIENCE, (source, 0)) as stream:
            stream.sendall(b"PROXY TCP4 6.6.6.6 6.6.6.6 1 2\r\nGET /who HTTP/1.1\r\nHost: a\r\n\r\n")
            assert read_answer(stream).status == 400


def test_a_trusted_proxy_without_its_preamble_is_refused(stand):
    with socket.create_connection(("127.0.0.3", stand["port"]), PATIENCE) as stream:
        stream.sendall(b"GET /who HTTP/1.1\r\nHost: a\r\n\r\n")
        assert read_answer(stream).status == 400
        assert stream.recv(1) == b""
