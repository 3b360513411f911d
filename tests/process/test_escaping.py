"""What a client writes comes out only as its place allows: pages, heads, redirects, names of files."""
import json
import re
from urllib.parse import quote

import pytest

from clients import ask, ask_raw, get

EVIL = "<script>alert('1')</script>&\""
ESCAPED = "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&#34;"


@pytest.fixture(name="port")
def running(site, folder):
    for name in ["page.html", "page.htm", "page.svg", "page.xml", "page.txt", "pages/a.html",
                 "private.html"]:
        path = folder / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{{ query.x }}")
    (folder / "templates" / "safe.html").write_text(
        "{{ query.x | safe }}|{{ 'a<b' ~ query.x }}|{{ ['<', query.x] | join('>') }}")
    (folder / "files" / "open").mkdir(parents=True)
    (folder / "files" / "open" / "a.txt").write_text("a")
    (folder / "files" / "secret.txt").write_text("secret")
    (folder / "secret.txt").write_text("secret")
    return site(f"""
templates: {folder}/templates
routes:
  - {{path: /html, html: "{{{{ query.x }}}}"}}
  - {{path: /text, text: "{{{{ query.x }}}}"}}
  - {{path: /json, json: {{x: "{{{{ query.x }}}}", "<": "a{{{{ query.x }}}}"}}}}
  - {{path: "/page/{{name}}", template: "pages/{{{{ params.name }}}}"}}
  - {{path: /page.html, template: page.html}}
  - {{path: /page.htm, template: page.htm}}
  - {{path: /page.svg, template: page.svg}}
  - {{path: /page.xml, template: page.xml}}
  - {{path: /page.txt, template: page.txt}}
  - {{path: /safe.html, template: safe.html}}
  - {{path: /chosen, template: "pages/{{{{ query.x }}}}"}}
  - {{path: /file, file: "files/open/{{{{ query.x }}}}"}}
  - {{path: "/files/{{x:path}}", file: "files/{{{{ params.x }}}}"}}
  - {{path: /header, text: a, headers: {{X-Own: "{{{{ query.x }}}}"}}}}
  - {{path: /null, text: a, headers: {{X-Own: "{{{{ none }}}}", X-Two: ["1", "{{{{ none }}}}"]}}}}
  - {{path: /reason, text: a, reason: "{{{{ query.x }}}}"}}
  - {{path: /type, text: a, content_type: "text/{{{{ query.x }}}}"}}
  - {{path: /to, redirect: "{{{{ query.x }}}}"}}
  - {{path: /to-path, redirect: "/a/{{{{ query.x }}}}/b?q={{{{ query.x }}}}"}}
  - {{path: /to-host, redirect: "https://b.example/{{{{ query.x }}}}"}}
  - {{path: /away, redirect: "{{{{ query.x | away }}}}"}}
  - path: "/reverse/{{x}}"
    name: reverse
    redirect: "{{{{ url('reverse', x=query.x) }}}}?a={{{{ query.x }}}}"
  - {{path: /post, post: {{redirect: /text}}}}
  - path: /error
    get: {{error: {{status: 418, said: "{{{{ query.x }}}}"}}}}
    error_pages: {{418: {{html: "<p>{{{{ error.said }}}}</p>"}}}}
""").port


def asked(port, path, text):
    return get(port, f"{path}?x={quote(text, safe='')}")


@pytest.mark.parametrize("path, kind", [
    ("/html", "text/html"), ("/page.html", "text/html"), ("/page.htm", "text/html"),
    ("/page.svg", "image/svg+xml"), ("/page.xml", "")])
def test_pages_are_escaped(port, path, kind):
    answer = asked(port, path, EVIL)
    assert answer.text == ESCAPED
    assert answer.one("Content-Type").startswith(kind)


@pytest.mark.parametrize("path", ["/text", "/page.txt"])
def test_plain_text_is_text_plain_and_not_escaped(port, path):
    answer = asked(port, path, EVIL)
    assert answer.text == EVIL
    assert answer.one("Content-Type").startswith("text/plain")
    assert answer.one("X-Content-Type-Options") == "nosniff"


def test_json_is_json_whatever_the_text(port):
    text = EVIL + "\\\n\x01 </script>"
    assert json.loads(asked(port, "/json", text).text) == {"x": text, "<": "a" + text}


def test_only_safe_leaves_text_as_it_is(port):
    assert asked(port, "/safe.html", "<i>").text == "<i>|a&lt;b&lt;i&gt;|&lt;&gt;&lt;i&gt;"


def test_an_error_page_escapes_what_error_passed(port):
    answer = asked(port, "/error", EVIL)
    assert (answer.status, answer.text) == (418, f"<p>{ESCAPED}</p>")


def test_an_expression_s_result_is_never_parsed_again(port):
    assert asked(port, "/html", "{{ 7 * 7 }}{% raw %}").text == "{{ 7 * 7 }}{% raw %}"


@pytest.mark.parametrize("path", ["/header", "/reason", "/type"])
@pytest.mark.parametrize("text", ["a\r\nX-Injected: 1", "a\nX-Injected: 1", "a\rb", "a\x00b",
                                  "a\r\n\r\n<html>", "\x7f", "a\x01b"])
def test_a_head_with_control_characters_is_500_and_not_sent(port, path, text):
    answer = asked(port, path, text)
    assert (answer.status, answer.one("X-Injected"), answer.one("X-Own")) == (500, None, None)
    assert answer.reason == "Internal Server Error"


def test_a_header_is_sent_as_it_is_otherwise(port):
    assert asked(port, "/header", 'a: "b"; c=<d>').one("X-Own") == 'a: "b"; c=<d>'


def test_null_drops_the_header(port):
    answer = get(port, "/null")
    assert (answer.one("X-Own"), answer.all("X-Two")) == (None, ["1"])


@pytest.mark.parametrize("text, location", [
    ("/a/b?c=d&e=%20#f", "/a/b?c=d&e=%20#f"), ("/", "/"), ("/ä b", "/%C3%A4%20b"),
    ("/a//b", "/a//b"), ("/a\r\nSet-Cookie: b=1", "/a%0D%0ASet-Cookie:%20b=1"),
])
def test_a_leading_expression_gives_a_path_of_this_site(port, text, location):
    answer = asked(port, "/to", text)
    assert (answer.status, answer.one("Location"), answer.one("Set-Cookie")) == (
        302, location, None)


@pytest.mark.parametrize("text", [
    "//b.example", "///b.example", "/\\b.example", "\\\\b.example", "\\/b.example",
    "https://b.example", "HTTPS:b.example", "http:/b.example", "javascript:alert(1)", "data:,a",
    " //b.example", "\t//b.example", "/\t/b.example", "/\n/b.example", "\r\n//b.example",
    "\x01//b.example", "\x00//b.example", "b.example", "@b.example", ".b.example", "", "?a", "#a",
    "%2F%2Fb.example", "/\x0b/b.example", "\u2028//b.example", "／／b.example", "mailto:a@b",
])
def test_a_leading_expression_cannot_lead_away(port, text):
    answer = asked(port, "/to", text)
    location = answer.one("Location")
    if location is not None:  # what is sent is a path of this site to a browser too
        assert re.match(r"/(?![/\\\t\r\n\x00-\x1f])", location), location
        assert "//b" not in re.sub(r"[\t\r\n]", "", location)[:3]
        assert text.startswith("/")
    else:
        assert answer.status == 400


def test_an_expression_within_a_url_is_encoded_as_one_component(port):
    text = "../?a=b&c=d#e/\\ :@ä"
    encoded = quote(text, safe="-._~")
    assert asked(port, "/to-path", text).one("Location") == f"/a/{encoded}/b?q={encoded}"
    assert asked(port, "/to-host", "@evil.example/").one("Location") == (
        "https://b.example/%40evil.example%2F")


def test_url_is_not_encoded_again(port):
    answer = get(port, "/reverse/1?x=a%20b%25")
    assert answer.one("Location") == "/reverse/a%20b%25?a=a%20b%25"


def test_away_may_lead_away_but_injects_no_header(port):
    assert asked(port, "/away", "https://b.example/?a=b").one("Location") == "https://b.example/?a=b"
    answer = asked(port, "/away", "https://b.example/\r\nSet-Cookie: a=1")
    assert answer.one("Set-Cookie") is None
    assert answer.one("Location") == "https://b.example/%0D%0ASet-Cookie:%20a=1"


def test_a_redirect_after_a_form_is_303(port):
    answer = ask(port, "POST", "/post")
    assert (answer.status, answer.one("Location")) == (303, "/text")


@pytest.mark.parametrize("text", [
    "../private.html", "..%2Fprivate.html", "a.html\x00", "\\..\\private.html", "./a.html",
    "/private.html", "", "/", "nowhere.html", "a.html/", "../pages/../private.html", ".",
])
def test_a_chosen_template_stays_in_its_folder(port, text):
    assert asked(port, "/chosen", text).status == 404


def test_a_chosen_template_is_found(port):
    assert asked(port, "/chosen", "a.html").text == "a.html"
    assert get(port, "/page/a.html?x=1").text == "1"
    assert ask_raw(port, "/page/..%2fprivate.html").status == 404


@pytest.mark.parametrize("text", [
    "../secret.txt", "../../secret.txt", "/etc/passwd", "a.txt\x00", "..\\secret.txt", "", ".", "..",
    "./a.txt", "nowhere.txt", "a.txt/", "../open/../secret.txt",
])
def test_a_chosen_file_stays_in_its_folder(port, text):
    answer = asked(port, "/file", text)
    assert (answer.status, "secret" in answer.text) == (404, False)


def test_a_chosen_file_is_found(port):
    assert asked(port, "/file", "a.txt").text == "a"
    assert get(port, "/files/open/a.txt").text == "a"
    for target in ["/files/../secret.txt", "/files/%2e%2e/secret.txt", "/files/..%2fsecret.txt",
                   "/files//etc/passwd", "/files/open/../../secret.txt"]:
        assert ask_raw(port, target).status == 404, target


def test_a_line_of_the_access_log_is_one_line(site):
    server = site("routes: [{path: /a, text: a}]\nlog: {access: {to: stderr, format: combined}}\n")
    ask_raw(server.port, "/a?%0d%0aforged", headers='User-Agent: a" \x1b[2J \\ "b\t\r\n')
    ask_raw(server.port, "/a?%22", headers="Referer: \xff\xfe\r\n")
    server.stop()
    lines = [line for line in server.stderr.splitlines() if '"GET /a?' in line]
    assert len(lines) == 2
    assert all(character.isprintable() for line in lines for character in line)
    assert not any(line.startswith("forged") for line in server.stderr.splitlines())
