"""Error answers: tined's own pages, and those of a route, a group or the site."""
import json
import re

import pytest

from clients import ask, exchange, get

PLAIN = """
headers: {X-Site: here}
routes:
  - {path: /, text: a}
  - {path: /fails, text: "{{ 1 // 0 }}"}
  - {path: /asked, get: {error: 403}}
  - {path: /dressed, get: {error: 503, reason: Tea Time, headers: {Retry-After: 60}}}
"""


@pytest.mark.parametrize("accept, kind", [
    (None, "text/html"), ("*/*", "text/html"), ("text/html", "text/html"),
    ("application/json", "application/json"), ("text/plain", "text/plain"),
    ("application/json;q=0.5, text/plain", "text/plain"), ("text/*", "text/html"),
    ("text/html;q=0, */*;q=0.1", "application/json"), ("image/png", "text/html"),
    ("text/html, application/json", "text/html"), ("garbage;;=,", "text/html"),
])
def test_the_built_in_page_is_what_the_client_accepts(site, accept, kind):
    answer = get(site(PLAIN).port, "/nowhere", {"Accept": accept} if accept else {})
    assert (answer.status, answer.one("Content-Type")) == (404, f"{kind}; charset=UTF-8")
    assert "Not Found" in answer.text
    if kind == "application/json":
        assert json.loads(answer.text)["error"]["status"] == 404


def test_an_error_has_the_site_s_headers(site):
    port = site(PLAIN).port
    for path in ["/nowhere", "/fails", "/asked"]:
        answer = get(port, path)
        assert (answer.one("X-Site"), answer.one("X-Content-Type-Options")) == ("here", "nosniff")


def test_what_fails_is_500_told_in_the_log_and_not_to_the_client(site):
    server = site(PLAIN)
    answer = get(server.port, "/fails")
    assert answer.status == 500
    assert "zero" not in answer.text
    server.stop()
    told = [line for line in server.stderr.splitlines() if "zero" in line]
    assert len(told) == 1
    assert "GET /fails" in told[0] and "tined.yaml:5:" in told[0]


def test_what_a_header_a_redirect_or_a_cookie_may_not_have_is_told_with_its_place(site):
    daemon = site("""routes:
  - {path: /h, text: a, headers: {X-A: "{{ query.x }}"}}
  - {path: /c, cookies: {a: "{{ query.x }};"}, text: a}
  - path: /r
    redirect: "/x/{{ query.x | safe }}"
""")
    for path, told in (("/h", "tined.yaml:2:41: X-A: the value has control characters"),
                       ("/c", "tined.yaml:3:30: cookies.a: the value has a `;` or a control character"),
                       ("/r", "tined.yaml:5:16: redirect: the URL has control characters")):
        assert ask(daemon.port, "GET", path + "?x=a%0Ab").status == 500
        daemon.log.wait_for(f"GET {path}: 500 {re.escape(told)}")


def test_an_error_may_have_a_reason_and_headers(site):
    answer = get(site(PLAIN).port, "/dressed")
    assert (answer.status, answer.reason, answer.one("Retry-After")) == (503, "Tea Time", "60")
    assert "Tea Time" in answer.text


def test_a_request_that_is_none_has_a_page_too(site):
    answer = exchange(site(PLAIN).port, b"GET / HTTP/1.1\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert b"X-Site: here\r\n" in answer


PAGES = """
error_pages:
  404: {text: "site 404"}
  4xx: {text: "site 4xx {{ error.status }} {{ error.reason }}"}
  500: {text: "site 500"}
routes:
  - path: /group/
    error_pages: {4xx: {text: "group 4xx"}}
    routes:
      - path: /route
        get: {error: 404}
        error_pages: {405: {text: "route 405"}}
      - {path: /plain, text: a}
  - path: /failing-page
    get: {error: 404}
    error_pages: {404: {text: "{{ 1 // 0 }}"}}
  - path: /status
    get: {error: 404}
    error_pages: {404: {text: soft, status: 200}}
  - path: /steps
    get: {error: {status: 403, why: "{{ query.why }}"}}
    error_pages:
      403:
        - {when: error.why == 'json', json: {why: "{{ error.why }}", status: "{{ error.status }}"}}
        - {when: error.why == 'text', text: "{{ error.why }}"}
  - {path: /redirected, get: {error: 401}, error_pages: {401: {redirect: /login}}}
"""


@pytest.mark.parametrize("method, path, status, text", [
    ("GET", "/nowhere", 404, "site 404"),
    ("POST", "/failing-page", 405, "site 4xx 405 Method Not Allowed"),
    ("GET", "/group/nowhere", 404, "group 4xx"),
    ("POST", "/group/plain", 405, "group 4xx"),
    ("POST", "/group/route", 405, "route 405"),
    ("GET", "/group/route", 404, "group 4xx"),
    ("GET", "/status", 200, "soft"),
])
def test_the_nearest_level_s_page_answers_and_there_the_nearest_code(site, method, path, status,
                                                                     text):
    answer = ask(site(PAGES).port, method, path)
    assert (answer.status, answer.text) == (status, text)


def test_a_page_keeps_the_headers_that_the_error_needs(site):
    assert ask(site(PAGES).port, "POST", "/group/route").one("Allow") == "GET, HEAD, OPTIONS"


def test_a_page_that_fails_falls_back_to_the_built_in_one(site):
    server = site(PAGES)
    answer = get(server.port, "/failing-page", {"Accept": "application/json"})
    assert answer.status == 404
    assert json.loads(answer.text)["error"]["reason"] == "Not Found"
    server.stop()
    assert "zero" in server.stderr


def test_a_page_may_have_steps_and_sees_what_error_passed(site):
    port = site(PAGES).port
    assert json.loads(get(port, "/steps?why=json").text) == {"why": "json", "status": 403}
    text = get(port, "/steps?why=text")
    assert (text.status, text.text) == (403, "text")
    none = get(port, "/steps?why=none")
    assert none.status == 403
    assert "Forbidden" in none.text


def test_a_page_may_redirect(site):
    answer = get(site(PAGES).port, "/redirected")
    assert (answer.status, answer.one("Location")) == (302, "/login")


def test_an_error_page_answers_head_without_a_body(site):
    answer = ask(site(PAGES).port, "HEAD", "/nowhere")
    assert (answer.status, answer.body, answer.one("Content-Length")) == (404, b"", "8")


def test_the_connection_goes_on_after_an_error(site):
    port = site(PAGES).port
    sent = b"GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n" * 3 + (
        b"GET /group/plain HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    answer = exchange(port, sent)
    assert (answer.count(b" 404 Not Found\r\n"), answer.count(b" 200 OK\r\n")) == (3, 1)
