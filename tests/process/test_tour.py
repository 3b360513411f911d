"""The tour answers as its file says: every link of its index, and each of its features."""
import json
import pathlib
import re
import subprocess

import pytest

from clients import TINED, ask, curl, get

TOUR = pathlib.Path(__file__).resolve().parents[2] / "examples" / "tour" / "tined.yaml"


@pytest.fixture(name="port")
def running(serve):
    return serve("--config", TOUR).port


def test_its_own_tests_pass():
    done = subprocess.run([TINED, "check", "--config", TOUR], capture_output=True, text=True,
                          timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_link_of_the_index_leads_somewhere(port):
    page = get(port, "/tour/")
    assert page.status == 200
    links = [link.replace("&amp;", "&") for link in re.findall(r'<dt><a href="([^"]+)"', page.text)]
    assert len(links) > 40
    wanted = {"/nowhere": 404, "/search?q=x&page=0": 422, "/next?to=//example.com": 400,
              "/fail": 404, "/broken": 500, "/inside/": 401, "/shop/nowhere": 404, "/reason": 404,
              "/next?to=/json": 302}
    answered = {link: get(port, link, {"Accept": "text/html"}).status for link in links}
    assert answered == {link: wanted.get(link, 200) for link in links}


def test_every_route_of_the_file_is_printed():
    done = subprocess.run([TINED, "routes", "--config", TOUR], capture_output=True, text=True,
                          timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    for path in ["/tour/", "/users/{id:int}", "/shop/special/offers", "/static/"]:
        assert f" {path} " in done.stdout, path


@pytest.mark.parametrize("method, text", [
    ("GET", "<h1>hello python31</h1>hello tornado!"), ("HEAD", ""), ("POST", "hello!post"),
    ("PUT", "hello!put"), ("PATCH", "hello!patch"), ("DELETE", "hello!delete")])
def test_each_method_has_its_answer(port, method, text):
    answer = ask(port, method, "/")
    assert (answer.status, answer.text) == (200, text)
    assert answer.one("Content-Type") == "text/html; charset=UTF-8"


def test_the_request_is_told_as_a_trusted_proxy_says(port):
    told = json.loads(curl("-H", "X-Forwarded-For: 203.0.113.9", "-H", "X-Forwarded-Proto: https",
                           "-H", "Host: a.example", f"http://127.0.0.1:{port}/info?a=1&b=%C3%A4"))
    assert told == {"protocol": "https", "method": "GET", "uri": "/info?a=1&b=%C3%A4",
                    "full_url": "https://a.example/info?a=1&b=%C3%A4", "version": "HTTP/1.1",
                    "address": "203.0.113.9", "path": "/info", "query": "a=1&b=%C3%A4"}


def test_a_name_given_several_times_is_a_list(port):
    assert json.loads(curl("-X", "PUT", "-d", "lve=swimming&lve=cooking",
                           f"http://127.0.0.1:{port}/args?lve=game&lve=chess")) == {
        "last": "cooking", "all": ["game", "chess", "swimming", "cooking"]}
    assert json.loads(get(port, "/args").text) == {"last": "", "all": [], "query": ""}


@pytest.mark.parametrize("path, text", [
    ("/12-34.html", "hello!cat=12,id=34"), ("/index/5-7.html", "hello!cat=7,id=5"),
    ("/users/7", '{"id":7}'), ("/users/ann", '{"name":"ann"}'), ("/half/5", "2.5"),
    ("/tree/a/b%20c", "below the tree: a/b c\n"), ("/pages/two", None), ("/list", None),
    ("/options", "hello\n"), ("/steps", "hello hello\n"), ("/steps?name=ann", "hello ann\n"),
    ("/shop/things/3", '{"id":3,"currency":"EUR"}'), ("/files/about", None)])
def test_a_path_has_its_answer(port, path, text):
    answer = get(port, path)
    assert answer.status == 200
    assert text is None or answer.text == text


def test_the_cheapest_fruit_is_first_and_escaped(port):
    page = get(port, "/list").text
    assert re.findall(r"<li[^>]*>([^<]*)</li>", page) == [
        "BANANA: 2", "APPLE: 3", "&lt;CHERRY&gt;: 5"]
    assert "3 fruits, 10 in all" in page


def test_headers_reasons_and_types_are_the_site_s_own(port):
    answer = get(port, "/headers")
    assert (answer.one("Company"), answer.one("Content-Type"), answer.one("Referrer-Policy")) == (
        "OldBoyEdu", "text/json; charset=gbk", None)
    reason = get(port, "/reason")
    assert (reason.status, reason.reason, reason.text) == (404, "No User", "nobody")
    assert get(port, "/kept").one("Cache-Control") == "max-age=3600"
    assert get(port, "/fresh").one("Cache-Control") == "no-store"


def test_a_redirect_leads_on(port):
    assert get(port, "/go").one("Location") == "http://www.example.com"
    post = ask(port, "POST", "/go")
    assert (post.status, post.one("Location")) == (301, "/json?x=1")
    assert get(port, "/u/7").one("Location") == "/users/7"
    assert get(port, "/look-up?q=a%20b").one("Location") == "https://www.example.com/?q=a%20b"


def test_a_visitor_is_counted_and_cannot_cheat(port, tmp_path):
    def visit(*arguments):
        return curl("-b", tmp_path / "jar", "-c", tmp_path / "jar", *arguments,
                    f"http://127.0.0.1:{port}/visits")
    assert [visit() for _ in range(3)] == [b"visit 1\n", b"visit 2\n", b"visit 3\n"]
    assert get(port, "/visits", {"Cookie": "visits=1000"}).text == "visit 1\n"


def test_only_who_has_entered_is_let_in(port, tmp_path):
    assert get(port, "/inside/").status == 401
    assert get(port, "/inside/nowhere").status == 401
    page = curl("-L", "-b", tmp_path / "jar", "-c", tmp_path / "jar", "-d", "name=<ann>",
                f"http://127.0.0.1:{port}/enter")
    assert b"hello &lt;ann&gt;" in page


def test_a_form_that_is_wrong_comes_back_with_what_was_written(port):
    status = ask(port, "POST", "/guests", {"Content-Type": "application/x-www-form-urlencoded"},
                 "name=&age=%22old%22")
    assert status.status == 422
    assert "is required" in status.text and "must be a whole number" in status.text
    assert 'value="&#34;old&#34;"' in status.text
    right = curl("-d", "name=<Ann>&age=7", f"http://127.0.0.1:{port}/guests").decode()
    assert "Welcome, &lt;Ann&gt;, 7 years old." in right


def test_an_upload_is_described_and_bounded(port, tmp_path):
    (tmp_path / "a.txt").write_text("hello")
    assert json.loads(curl("-F", f"f=@{tmp_path}/a.txt", f"http://127.0.0.1:{port}/upload")) == {
        "f": [{"filename": "a.txt", "content_type": "text/plain", "size": 5}]}
    assert ask(port, "POST", "/upload", body=b"x" * (1024 * 1024 + 1)).status == 413


def test_the_host_of_its_own_answers(port):
    assert json.loads(get(port, "/", {"Host": f"api.localhost:{port}"}).text) == {
        "host": f"api.localhost:{port}", "hello": "hello"}
    assert get(port, "/tour/", {"Host": "x.api.localhost"}).status == 404


def test_options_of_the_site_are_flags(serve):
    port = serve("--config", TOUR, "--greeting=hi", "--maintenance=true").port
    assert get(port, "/options").text == "hi\n"
    closed = get(port, "/shop/")
    assert (closed.status, closed.text, closed.one("Retry-After")) == (
        503, "closed for maintenance\n", "60")
