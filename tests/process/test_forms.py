"""What a request carries: queries, forms, uploads, JSON; and how arguments are checked."""
import json

import pytest

from clients import ask, curl, get

SITE = """
limits: {form_parts: 5}
routes:
  - path: /query
    json: {last: "{{ query.a }}", all: "{{ query.getlist('a') }}", none: "{{ query.none }}"}
  - path: /form
    post: {json: {last: "{{ form.a }}", all: "{{ form.getlist('a') }}", raw: "{{ request.body }}"}}
  - path: /all
    post: {json: {last: "{{ arguments.a }}", all: "{{ arguments.getlist('a') }}"}}
  - path: /upload
    post:
      with: {f: "{{ files.f }}"}
      json: {name: "{{ f.filename }}", type: "{{ f.content_type }}", size: "{{ f.size }}",
             text: "{{ f.text }}", title: "{{ form.title }}"}
  - path: /uploads
    post: {json: "{{ files.getlist('f') | map(attribute='filename') | list }}"}
  - {path: /json, post: {json: "{{ request.json }}"}}
  - path: /checked
    get:
      arguments:
        n: {type: int, default: 1, minimum: 1, maximum: 10}
        x: {type: float}
        b: {type: bool}
        id: {type: uuid}
        day: {type: date}
        word: {type: string, min_length: 2, max_length: 4, pattern: "[a-zä]+"}
        sort: {enum: [name, age]}
        list: {type: [int], maximum: 9, max_length: 3}
      json:
        {n: "{{ arguments.n }}", x: "{{ arguments.x }}", b: "{{ arguments.b }}",
         id: "{{ arguments.id }}", day: "{{ arguments.day }}", word: "{{ arguments.word }}",
         sort: "{{ arguments.sort }}", list: "{{ arguments.list }}", other: "{{ arguments.other }}"}
  - path: /order
    post:
      arguments: {item: {type: string, required: true}, count: {type: int, required: true}}
      json: {item: "{{ arguments.item }}", count: "{{ arguments.count }}"}
  - path: /sources/{id}
    get:
      arguments:
        id: {in: path, type: int}
        X-Count: {in: header, type: int, required: true}
        c: {in: cookie, type: int}
      json: {id: "{{ arguments.id }}", header: "{{ arguments['X-Count'] }}", c: "{{ arguments.c }}"}
"""


@pytest.fixture(name="port")
def running(site):
    return site(SITE).port


def test_of_a_name_given_several_times_the_last_counts_and_all_are_there(port):
    assert json.loads(get(port, "/query?a=1&a=%C3%A4+b&a").text) == {
        "last": "", "all": ["1", "ä b", ""], "none": None}


def test_a_query_that_is_not_utf8_stops_nothing(port):
    answer = get(port, "/query?a=%ff&a=%zz")
    assert answer.status == 200
    assert len(json.loads(answer.text)["all"]) == 2


def test_curl_sends_a_form(port):
    answer = json.loads(curl("-d", "a=1", "--data-urlencode", "a=ä & b",
                             f"http://127.0.0.1:{port}/form"))
    assert (answer["last"], answer["all"]) == ("ä & b", ["1", "ä & b"])
    assert answer["raw"].startswith("a=1&a=%C3%A4")


def test_arguments_are_the_query_then_the_form(port):
    assert json.loads(curl("-d", "a=3&a=4", f"http://127.0.0.1:{port}/all?a=1&a=2")) == {
        "last": "4", "all": ["1", "2", "3", "4"]}


def test_arguments_have_the_members_of_a_json_body(port):
    answer = ask(port, "POST", "/all", {"Content-Type": "application/json"}, b'{"a": [1, 2]}')
    assert json.loads(answer.text)["last"] == [1, 2]


def test_curl_uploads_a_file_with_a_form(port, tmp_path):
    (tmp_path / "ä.txt").write_text("hello\n")
    answer = json.loads(curl("-F", f"f=@{tmp_path}/ä.txt;type=text/x-own", "-F", "title=a b",
                             f"http://127.0.0.1:{port}/upload"))
    assert answer == {"name": "ä.txt", "type": "text/x-own", "size": 6, "text": "hello\n",
                      "title": "a b"}


def test_several_files_have_one_name(port, tmp_path):
    for name in ["a", "b", "c"]:
        (tmp_path / name).write_bytes(b"\xff\x00")
    arguments = [item for name in "abc" for item in ("-F", f"f=@{tmp_path}/{name}")]
    assert json.loads(curl(*arguments, f"http://127.0.0.1:{port}/uploads")) == ["a", "b", "c"]


def test_a_form_of_more_parts_than_allowed_is_413(port):
    pairs = "&".join(f"a={n}" for n in range(6))
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert ask(port, "POST", "/form", form, pairs).status == 413
    arguments = [item for n in range(6) for item in ("-F", f"a={n}")]
    status = curl("-o", "/dev/null", "-w", "%{http_code}", *arguments,
                  f"http://127.0.0.1:{port}/form")
    assert status == b"413"


@pytest.mark.parametrize("kind, body", [
    ("multipart/form-data", b"--x\r\n\r\n--x--\r\n"),
    ("multipart/form-data; boundary=", b"----\r\n"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1"),
    ("multipart/form-data; boundary=x", b"no boundary at all"),
    ("multipart/form-data; boundary=x", b"--x\r\nno head\r\n\r\n1\r\n--x--\r\n"),
])
def test_a_multipart_body_that_is_none_is_400(port, kind, body):
    assert ask(port, "POST", "/form", {"Content-Type": kind}, body).status == 400


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8",
                                  "Application/JSON", "application/merge-patch+json"])
def test_json_is_read_by_its_type(port, kind):
    sent = {"jsonrpc": "2.0", "id": 7, "x": [1.5, None, True, "ä"]}
    answer = ask(port, "POST", "/json", {"Content-Type": kind}, json.dumps(sent))
    assert json.loads(answer.text) == sent


@pytest.mark.parametrize("body", [b"{", b"", b"{'a': 1}", b"[1,]", b"nan", b'"\xff"', b"1 2",
                                  b"[" * 5000])
def test_json_that_is_none_is_400(port, body):
    assert ask(port, "POST", "/json", {"Content-Type": "application/json"}, body).status == 400


def test_a_body_of_another_type_is_not_taken_for_json(port):
    assert ask(port, "POST", "/json", {"Content-Type": "text/plain"}, b"[1]").text == "null"


def checked(port, query):
    answer = get(port, "/checked?" + query, {"Accept": "application/json"})
    return answer.status, json.loads(answer.text)


def test_arguments_are_typed(port):
    day = "2026-02-28"
    number = "123e4567-e89b-12d3-a456-426614174000"
    assert checked(port, f"n=5&x=2.5&b=on&id={number}&day={day}&word=%C3%A4b&sort=age&list=1&list=2"
                         "&other=5") == (
        200, {"n": 5, "x": 2.5, "b": True, "id": number, "day": day, "word": "äb", "sort": "age",
              "list": [1, 2], "other": "5"})


def test_what_is_not_sent_has_its_default_or_nothing(port):
    assert checked(port, "") == (200, {"n": 1} | dict.fromkeys(
        ["x", "b", "id", "day", "word", "sort", "list", "other"]))


@pytest.mark.parametrize("query, code", [
    ("n=x", "type"), ("n=1.0", "type"), ("n=99999999999999999999", "type"), ("n=0", "minimum"),
    ("n=11", "maximum"), ("x=a", "type"), ("x=nan", "type"), ("b=maybe", "type"),
    ("id=1", "type"), ("day=2026-02-29", "type"), ("day=today", "type"), ("word=a", "min_length"),
    ("word=abcde", "max_length"), ("word=AB", "pattern"), ("word=ab1", "pattern"),
    ("sort=size", "enum"), ("list=x", "type"), ("list=1&list=10", "maximum"),
    ("list=1&list=2&list=3&list=4", "max_length"),
])
def test_a_wrong_argument_is_422_and_says_what_is_wrong(port, query, code):
    status, page = checked(port, query)
    name = query.partition("=")[0]
    assert status == 422
    fault = page["error"]["fields"][name]
    assert fault["code"] == code
    assert set(fault) == {"code", "message", "value"}
    assert fault["message"].startswith("must ")


def test_all_wrong_arguments_are_told_at_once(port):
    assert set(checked(port, "n=x&x=y&sort=z")[1]["error"]["fields"]) == {"n", "x", "sort"}


def test_the_page_of_wrong_arguments_names_them_in_html_and_text_too(port):
    for kind in ["text/html", "text/plain"]:
        page = get(port, "/checked?n=x", {"Accept": kind})
        assert page.status == 422
        assert page.one("Content-Type").startswith(kind)
        assert "must be a whole number" in page.text


def test_a_json_body_is_checked_as_strictly(port):
    kind = {"Content-Type": "application/json", "Accept": "application/json"}
    assert json.loads(ask(port, "POST", "/order", kind, b'{"item": "tea", "count": 2}').text) == {
        "item": "tea", "count": 2}
    for body, wrong in [(b'{"item": 1, "count": 2}', {"item": "type"}),
                        (b'{"item": "tea", "count": 2.5}', {"count": "type"}),
                        (b'{"item": "tea", "count": true}', {"count": "type"}),
                        (b"{}", {"item": "required", "count": "required"}),
                        (b"[]", {"item": "required", "count": "required"})]:
        answer = ask(port, "POST", "/order", kind, body)
        fields = json.loads(answer.text)["error"]["fields"]
        assert (answer.status, {name: fault["code"] for name, fault in fields.items()}) == (
            422, wrong), body


def test_an_empty_field_of_a_form_is_not_given(port):
    form = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    fields = json.loads(ask(port, "POST", "/order", form, "item=&count=").text)["error"]["fields"]
    assert {name: fault["code"] for name, fault in fields.items()} == {
        "item": "required", "count": "required"}


def test_an_argument_comes_from_where_it_is_said(port):
    answer = get(port, "/sources/7?X-Count=1&c=1", {"X-Count": "3", "Cookie": "c=4"})
    assert json.loads(answer.text) == {"id": 7, "header": 3, "c": 4}
    assert get(port, "/sources/7?X-Count=1").status == 422
    assert get(port, "/sources/x", {"X-Count": "3"}).status == 422
