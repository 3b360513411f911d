"""Which route answers: the order of candidates, methods, hosts, groups, names."""
import json
import subprocess

import pytest

from clients import TINED, ask, ask_raw, curl, get

CANDIDATES = """
routes:
  - {path: "/{rest:path}", text: "path {{ params.rest }}"}
  - {path: "/{word}", text: "string {{ params.word }}"}
  - {path: "/{word:slug}", text: "slug {{ params.word }}"}
  - {path: "/{number:int}", json: "{{ params.number }}"}
  - {path: /7, text: literal}
  - {path: "/a/{x:int}/c", text: "int {{ params.x }}"}
  - {path: "/a/{x}/d", text: "string {{ params.x }}"}
  - {path: "/f/{x:float}", json: "{{ params.x }}"}
  - {path: "/u/{x:uuid}", text: "uuid {{ params.x }}"}
"""


@pytest.fixture(name="port")
def running(site):
    return site(CANDIDATES).port


@pytest.mark.parametrize("path, text", [
    ("/7", "literal"),
    ("/8", "8"),
    ("/-8", "-8"),
    ("/9223372036854775807", "9223372036854775807"),
    ("/9223372036854775808", "slug 9223372036854775808"),
    ("/a-b", "slug a-b"),
    ("/a.b", "string a.b"),
    ("/a%20b", "string a b"),
    ("/%E4%BD%A0", "string 你"),
    ("/a/b/c", "path a/b/c"),
    ("/", "path "),
    ("/a/1/c", "int 1"),
    ("/a/1/d", "string 1"),
    ("/a/b/d", "string b"),
    ("/f/2.5", "2.5"),
    ("/f/x", "path f/x"),
    ("/u/123e4567-e89b-12d3-a456-426614174000", "uuid 123e4567-e89b-12d3-a456-426614174000"),
    ("/u/123", "path u/123"),
    ("/a/../7", "literal"),
    ("/a/%2e%2E/7", "literal"),
    ("/../../7", "literal"),
    ("/./7", "literal"),
    ("//7", "path /7"),
])
def test_the_nearest_candidate_answers(port, path, text):
    answer = ask_raw(port, path)
    assert (answer.status, answer.text) == (200, text)


@pytest.mark.parametrize("path", ["/a%2fb", "/a%5Cb", "/a/%2f/d", "/%2F"])
def test_a_hidden_separator_reaches_no_parameter(port, path):
    assert ask_raw(port, path).status == 404


METHODS = """
routes:
  - path: /both
    get: {text: got}
    post: {text: posted}
  - {path: /only, post: {text: posted}}
  - {path: /any, any: {text: "{{ request.method }}"}}
  - {path: /own, get: {text: a}, options: {status: 200, headers: {X-Own: "yes"}}}
  - {path: /head, get: {text: long}, head: {headers: {X-Head: own}, status: 200}}
"""


def test_a_method_that_no_route_has_is_405_with_allow(site):
    answer = ask(site(METHODS).port, "DELETE", "/both")
    assert (answer.status, answer.one("Allow")) == (405, "GET, HEAD, POST, OPTIONS")


def test_allow_has_head_only_where_get_is(site):
    answer = get(site(METHODS).port, "/only")
    assert (answer.status, answer.one("Allow")) == (405, "POST, OPTIONS")


def test_options_says_what_there_is(site):
    answer = ask(site(METHODS).port, "OPTIONS", "/both")
    assert (answer.status, answer.one("Allow"), answer.body) == (
        204, "GET, HEAD, POST, OPTIONS", b"")


def test_a_route_may_have_options_and_head_of_its_own(site):
    port = site(METHODS).port
    assert ask(port, "OPTIONS", "/own").one("X-Own") == "yes"
    assert ask(port, "HEAD", "/head").one("X-Head") == "own"


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "PROPFIND"])
def test_any_takes_every_method(site, method):
    assert ask(site(METHODS).port, method, "/any").text == method


REGEXES = r"""
routes:
  - {regex: "/(?P<year>[0-9]{4})/(?P<rest>.*)", text: "{{ params.year }}|{{ params.rest }}"}
  - {regex: "/([a-z]+)-([a-z]+)", json: ["{{ params[0] }}", "{{ params[1] }}"]}
  - {regex: "/[a-z]+-x", text: never for a-x}
  - {path: /a-b, text: the literal path}
"""


def test_a_regular_expression_sees_the_whole_decoded_path(site):
    port = site(REGEXES).port
    assert get(port, "/2026/a%20b").text == "2026|a b"
    assert get(port, "/x/2026/a").status == 404


def test_regular_expressions_come_after_paths_and_in_their_order(site):
    port = site(REGEXES).port
    assert get(port, "/a-b").text == "the literal path"
    assert json.loads(get(port, "/a-x").text) == ["a", "x"]


HOSTS = """
routes:
  - {path: /, text: anywhere}
  - {path: /shared, text: shared}
  - host: [a.example, "*.a.example"]
    routes:
      - {path: /, text: "a: {{ request.host }}"}
  - host: deep.a.example
    routes: [{path: /, text: deep}]
"""


@pytest.mark.parametrize("host, path, status, text", [
    ("other", "/", 200, "anywhere"),
    ("a.example", "/", 200, "a: a.example"),
    ("A.Example:8080", "/", 200, "a: "),
    ("b.a.example", "/", 200, "a: b.a.example"),
    ("c.b.a.example", "/", 200, "a: c.b.a.example"),
    ("deep.a.example", "/", 200, "deep"),
    ("xa.example", "/", 200, "anywhere"),
    ("other", "/shared", 200, "shared"),
])
def test_the_longest_host_answers(site, host, path, status, text):
    answer = get(site(HOSTS).port, path, {"Host": host})
    assert answer.status == status
    assert answer.text.startswith(text)


GROUPS = """
headers: {X-Site: outer, X-Both: outer}
routes:
  - path: /group/
    headers: {X-Both: inner, X-Lines: [one, two]}
    before:
      - {when: query.closed, error: 503}
      - with: {given: by the group}
    error_pages: {404: {text: "the group's own 404"}}
    routes:
      - {path: /, text: "{{ given }}"}
      - {path: /off, text: a, headers: {X-Site: off}}
      - path: /inner/
        before: [{with: {deeper: "{{ given }} and the inner"}}]
        routes: [{path: "/{id:int}", text: "{{ deeper }} {{ params.id }}"}]
  - {path: /outside, text: a}
"""


def test_what_a_group_says_holds_for_all_below_it(site):
    port = site(GROUPS).port
    answer = get(port, "/group/")
    assert (answer.text, answer.one("X-Site"), answer.one("X-Both")) == (
        "by the group", "outer", "inner")
    assert answer.all("X-Lines") == ["one", "two"]
    assert get(port, "/group/inner/5").text == "by the group and the inner 5"
    assert get(port, "/group/off").one("X-Site") is None
    outside = get(port, "/outside")
    assert (outside.one("X-Both"), outside.one("X-Lines")) == ("outer", None)


def test_a_group_answers_for_what_none_of_its_routes_takes(site):
    port = site(GROUPS).port
    missing = get(port, "/group/nowhere")
    assert (missing.status, missing.text, missing.one("X-Both")) == (
        404, "the group's own 404", "inner")
    assert get(port, "/group/nowhere?closed=1").status == 503
    assert get(port, "/nowhere").one("X-Both") == "outer"


def test_steps_before_an_action_may_answer_for_it(site):
    port = site(GROUPS).port
    assert get(port, "/group/?closed=1").status == 503
    assert get(port, "/group/inner/5?closed=1").status == 503


NAMED = """
routes:
  - {path: "/users/{id:int}", name: user, text: a}
  - {path: "/words/{word}", name: word, text: a}
  - {path: "/rest/{rest:path}", name: rest, text: a}
  - {path: /user, text: "{{ url('user', id=query.id) }}"}
  - {path: /word, text: "{{ url('word', word=query.word) }}"}
  - {path: /rest, text: "{{ url('rest', rest=query.rest) }}"}
"""


@pytest.mark.parametrize("asked, path", [
    ("/user?id=7", "/users/7"),
    ("/word?word=a%20b%26c", "/words/a%20b%26c"),
    ("/word?word=%E4%BD%A0", "/words/%E4%BD%A0"),
    ("/word?word=a%3Fb%23c", "/words/a%3Fb%23c"),
    ("/rest?rest=a/b%20c", "/rest/a/b%20c"),
])
def test_url_makes_a_path_that_its_route_takes(site, asked, path):
    port = site(NAMED).port
    assert get(port, asked).text == path
    assert get(port, path).status == 200


@pytest.mark.parametrize("asked", ["/user?id=x", "/user", "/word?word=a/b", "/word?word="])
def test_url_refuses_what_its_route_would_not_take(site, asked):
    assert get(site(NAMED).port, asked).status == 500


PROXIES = """
trusted_proxies: [127.0.0.1]
routes:
  - {path: /, json: ["{{ request.address }}", "{{ request.protocol }}", "{{ request.full_url }}"]}
"""


def client_seen(port, *fields):
    arguments = [item for field in fields for item in ("-H", field)]
    return json.loads(curl("-H", "Host: a.example", *arguments, f"http://127.0.0.1:{port}/"))


def test_a_trusted_proxy_says_who_the_client_is(site):
    port = site(PROXIES).port
    assert client_seen(port, "X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https") == [
        "203.0.113.9", "https", "https://a.example/"]


def test_addresses_are_read_from_the_right_past_trusted_ones(site):
    port = site(PROXIES).port
    assert client_seen(port, "X-Forwarded-For: 198.51.100.1, 203.0.113.9, 127.0.0.1")[0] == (
        "203.0.113.9")


@pytest.mark.parametrize("value", ["unknown", "203.0.113.9:80:90", "<script>", "1.2.3", ""])
def test_what_is_no_address_is_not_believed(site, value):
    answer = get(site(PROXIES).port, "/", {"X-Forwarded-For": value})
    assert json.loads(answer.text)[0] == "127.0.0.1"


def test_without_trust_nobody_says_who_the_client_is(site):
    port = site(PROXIES.replace("[127.0.0.1]", "[192.0.2.1]")).port
    assert client_seen(port, "X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https") == [
        "127.0.0.1", "http", "http://a.example/"]


def test_the_table_of_routes_is_printed_in_the_order_of_decision(tmp_path):
    (tmp_path / "tined.yaml").write_text(CANDIDATES + "  - {regex: '/r.*', any: {echo: true}}\n")
    done = subprocess.run([TINED, "routes"], cwd=tmp_path, capture_output=True, text=True,
                          check=False)
    assert (done.returncode, done.stderr) == (0, "")
    rows = [line.split(maxsplit=1) for line in done.stdout.splitlines()]
    assert rows[0][0] == "METHODS"
    paths = [row[1] for row in rows]
    order = ["/7 ", "/{number:int} ", "/{word:slug} ", "/{word} ", "/{rest:path} ", "~ /r.* "]
    found = [next(n for n, path in enumerate(paths) if path.startswith(part)) for part in order]
    assert found == sorted(found)
    assert paths[found[0]].split() == ["/7", "text", "tined.yaml:7"]
    assert rows[found[-1]][0] == "any"
