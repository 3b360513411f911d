"""What is refused before a handler sees it: what the client reads, and what the log and the access line tell of it."""
import json

from clients import ask, exchange, read_answer, connect

SITE = """
debug: true
log: {level: debug, access: json}
limits: {request_line: 64}
routes:
  - {path: /, text: hello}
  - {path: /json, post: {text: "{{ request.json.a }}"}}
"""


def test_another_expectation_is_417_before_the_body_is_sent(site):
    with connect(site(SITE).port) as stream:
        stream.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: tea\r\n\r\n")
        assert read_answer(stream).status == 417


def test_a_body_that_is_no_json_is_told_why_and_where(site):
    port = site(SITE).port
    answer = ask(port, "POST", "/json", {"Content-Type": "application/json", "Accept": "text/plain"},
                 '{"a": 1,\n "b" 2}')
    assert answer.status == 400
    assert "JSON, line 2, column 6: " in answer.text


def access_line(daemon):
    return json.loads(daemon.access.wait_for(r"^\{"))


def test_the_access_line_of_a_refused_head_tells_what_was_read_of_it(site):
    daemon = site(SITE)
    assert exchange(daemon.port, b"POST /x HTTP/1.1\r\nHost: a\r\nUser-Agent: me\r\nContent-Length: x\r\n\r\n")
    line = access_line(daemon)
    assert (line["status"], line["method"], line["address"]) == (400, "POST", "127.0.0.1")
    assert "/x" in line.values() and "me" in line.values()
    assert len(line["id"]) == 16
    told = daemon.log.wait_for("refused")
    assert f"request {line['id']}: refused: 400 The Content-Length is no length." in told


def test_the_access_line_of_a_line_that_is_too_long_has_the_method(site):
    daemon = site(SITE)
    assert exchange(daemon.port, b"GET /" + b"x" * 100 + b" HTTP/1.1\r\nHost: a\r\n\r\n")
    line = access_line(daemon)
    assert (line["status"], line["method"]) == (414, "GET")
