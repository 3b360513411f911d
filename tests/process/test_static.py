"""Folders and files: what is served, how, and that nothing outside is."""
import os
import re
import time

import pytest

from clients import PATIENCE, ask, ask_raw, curl, get

BIG = bytes(range(256)) * 1024
SECRET = "only for the administrator"


@pytest.fixture(name="port")
def running(site, tmp_path):
    """A site whose folder has one of each kind of file."""
    (tmp_path / "secret.txt").write_text(SECRET)
    (tmp_path / "www.txt").write_text(SECRET)  # its name begins as the folder's does
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "deep.txt").write_text(SECRET)
    www = tmp_path / "www"
    for folder in ["sub", "plain", ".git", "with space", "<b>"]:
        (www / folder).mkdir(parents=True)
    for name, text in {
            "index.html": "<p>index</p>", "site.css": "body { color: #123 }\n",
            "about.html": "about", "sub/index.html": "sub", "plain/a.txt": "a",
            ".hidden": SECRET, ".git/config": SECRET, "with space/ä.txt": "umlaut",
            "<b>/x.txt": "x", "a&b.txt": "a&b", "data.json": "{}", "none": "no ending",
            "Photo.JPEG": "jpeg"}.items():
        (www / name).write_text(text)
    (www / "big.bin").write_bytes(BIG)
    (www / "link-inside").symlink_to("site.css")
    (www / "link-outside").symlink_to("../secret.txt")
    (www / "link-absolute").symlink_to(tmp_path / "secret.txt")
    (www / "folder-outside").symlink_to("../outside")
    (www / "folder-inside").symlink_to("sub")
    os.mkfifo(www / "fifo")
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "index.html").write_text("the app")
    (tmp_path / "app" / "app.js").write_text("run()")
    return site(f"""
static:
  /s/: {www}
routes:
  - {{path: /listed/, static: {{folder: "{www}", listing: true, index: [], try: [.html]}}}}
  - {{path: /app/, static: {{folder: "{tmp_path}/app", fallback: index.html}}}}
  - {{path: /one, file: "{www}/site.css"}}
  - {{path: /url, text: "{{{{ static_url('site.css') }}}}"}}
  - {{path: /url-of-none, text: "{{{{ static_url('none.css') }}}}"}}
""").port


def test_a_file_is_sent_with_its_type_length_and_validators(port):
    answer = get(port, "/s/site.css")
    assert (answer.status, answer.text) == (200, "body { color: #123 }\n")
    assert answer.one("Content-Type") == "text/css"
    assert answer.one("Content-Length") == "21"
    assert answer.one("Accept-Ranges") == "bytes"
    assert re.fullmatch(r'(W/)?"[^"]+"', answer.one("ETag"))
    assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT", answer.one("Last-Modified"))


@pytest.mark.parametrize("path, kind", [
    ("/s/index.html", "text/html"), ("/s/data.json", "application/json"),
    ("/s/plain/a.txt", "text/plain"), ("/s/Photo.JPEG", "image/jpeg"),
    ("/s/none", "application/octet-stream")])
def test_the_type_of_a_file_is_that_of_its_ending(port, path, kind):
    assert get(port, path).one("Content-Type") == kind


def test_a_large_file_is_sent_whole(port):
    answer = get(port, "/s/big.bin")
    assert (answer.status, answer.one("Content-Length")) == (200, str(len(BIG)))
    assert answer.body == BIG


def test_head_of_a_file_has_no_body(port):
    answer = ask(port, "HEAD", "/s/big.bin")
    assert (answer.status, answer.one("Content-Length"), answer.body) == (200, str(len(BIG)), b"")


def test_a_file_is_only_read(port):
    answer = ask(port, "POST", "/s/site.css", body=b"x")
    assert (answer.status, answer.one("Allow")) == (405, "GET, HEAD, OPTIONS")


def test_what_the_client_has_already_is_not_sent_again(port):
    first = get(port, "/s/site.css")
    for name, value in [("If-None-Match", first.one("ETag")), ("If-None-Match", "*"),
                        ("If-None-Match", '"a", W/' + first.one("ETag").removeprefix("W/")),
                        ("If-Modified-Since", first.one("Last-Modified"))]:
        again = get(port, "/s/site.css", {name: value})
        assert (again.status, again.body) == (304, b""), (name, value)
        assert again.one("ETag") == first.one("ETag")


def test_a_condition_that_does_not_hold_is_412_or_the_whole_file(port):
    assert get(port, "/s/site.css", {"If-Match": '"other"'}).status == 412
    assert get(port, "/s/site.css", {"If-None-Match": '"other"'}).status == 200
    past = {"If-Unmodified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"}
    assert get(port, "/s/site.css", past).status == 412


@pytest.mark.parametrize("asked, sent, bounds", [
    ("bytes=0-3", b"body", "0-3"),
    ("bytes=5-", b"{ color: #123 }\n", "5-20"),
    ("bytes=-2", b"}\n", "19-20"),
    ("bytes=-100", b"body { color: #123 }\n", "0-20"),
    ("bytes=20-99", b"\n", "20-20"),
])
def test_a_piece_of_a_file_is_206(port, asked, sent, bounds):
    answer = get(port, "/s/site.css", {"Range": asked})
    assert (answer.status, answer.body) == (206, sent)
    assert answer.one("Content-Range") == f"bytes {bounds}/21"


@pytest.mark.parametrize("asked", ["bytes=21-", "bytes=99-100", "bytes=-0"])
def test_a_piece_past_the_end_is_416(port, asked):
    answer = get(port, "/s/site.css", {"Range": asked})
    assert (answer.status, answer.one("Content-Range")) == (416, "bytes */21")
    assert answer.reason == "Range Not Satisfiable"


@pytest.mark.parametrize("asked", ["bytes=3-1", "bytes=a-b", "lines=1-2", "bytes=", "bytes 0-1"])
def test_a_range_that_is_none_is_passed_over(port, asked):
    answer = get(port, "/s/site.css", {"Range": asked})
    assert (answer.status, len(answer.body)) == (200, 21)


def test_a_piece_is_sent_only_of_the_file_that_the_client_knows(port):
    tag = get(port, "/s/site.css").one("ETag")
    assert get(port, "/s/site.css", {"Range": "bytes=0-3", "If-Range": '"old"'}).status == 200
    fresh = get(port, "/s/site.css", {"Range": "bytes=0-3", "If-Range": tag})
    assert fresh.status == (200 if tag.startswith("W/") else 206)


def test_curl_goes_on_with_a_download_that_broke_off(port, tmp_path):
    part = tmp_path / "part"
    part.write_bytes(BIG[:100_000])
    curl("-C", "-", "-o", part, f"http://127.0.0.1:{port}/s/big.bin")
    assert part.read_bytes() == BIG


def test_a_folder_is_its_index(port):
    assert get(port, "/s/").text == "<p>index</p>"
    assert get(port, "/s/sub/").text == "sub"


def test_a_folder_without_an_index_is_not_listed_unless_said(port):
    assert get(port, "/s/plain/").status == 404


@pytest.mark.parametrize("path, location", [
    ("/s/sub", "/s/sub/"), ("/s/sub?a=1&b=%20", "/s/sub/?a=1&b=%20"),
    ("/s/with%20space", "/s/with%20space/"), ("/s", "/s/"), ("/listed/plain", "/listed/plain/"),
])
def test_a_folder_asked_without_its_slash_is_redirected(port, path, location):
    answer = get(port, path)
    assert (answer.status, answer.one("Location")) == (308, location)


@pytest.mark.parametrize("path", ["//sub", "//s/sub", "/s//sub", "//127.0.0.1/s/sub", "/%2F/s/sub"])
def test_a_redirect_of_a_folder_names_no_other_host(port, path):
    assert ask_raw(port, path).one("Location") is None


def test_a_listing_names_what_may_be_asked_for(port):
    page = get(port, "/listed/").text
    for link in ["sub/", "with%20space/", "site.css", "big.bin", "link-inside", "%3Cb%3E/"]:
        assert f'href="{link}"' in page or f'href="./{link}"' in page, link
    for name in ["<b>", "hidden", ".git", "fifo", "link-outside", "folder-outside"]:
        assert name not in page, name


def test_the_links_of_a_listing_lead_to_their_files(port):
    links = re.findall(r'href="([^"]+)"', get(port, "/listed/").text)
    links = [link for link in links if not link.startswith("..")]
    assert len(links) >= 10
    for link in links:
        answer = get(port, "/listed/" + link.replace("&amp;", "&"))
        assert answer.status == 200, link


def test_an_ending_is_tried_where_there_is_no_such_file(port):
    assert get(port, "/listed/about").text == "about"
    assert get(port, "/s/about").status == 404


def test_the_fallback_answers_pages_for_paths_that_nothing_has(port):
    html = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    assert get(port, "/app/any/path", html).text == "the app"
    assert get(port, "/app/app.js", html).text == "run()"
    assert get(port, "/app/none.js", {"Accept": "*/*"}).status == 404
    assert ask(port, "POST", "/app/any", html).status in (404, 405)


def test_one_file_may_have_a_route_of_its_own(port):
    answer = get(port, "/one")
    assert (answer.text, answer.one("Content-Type")) == ("body { color: #123 }\n", "text/css")
    assert get(port, "/one", {"Range": "bytes=0-3"}).body == b"body"


def test_static_url_names_the_content_and_what_is_asked_so_may_be_kept(port):
    url = get(port, "/url").text
    assert re.fullmatch(r"/s/site\.css\?v=[\w-]{12,64}", url)
    kept = get(port, url)
    assert kept.text == "body { color: #123 }\n"
    assert "max-age=31536000" in kept.one("Cache-Control")
    assert get(port, "/s/site.css?v=0123456789abcdef").one("Cache-Control") is None
    assert get(port, "/s/site.css").one("Cache-Control") is None


def test_static_url_of_a_file_that_is_not_there_is_an_error(port):
    assert get(port, "/url-of-none").status == 500


def test_a_file_that_changes_is_seen(port, tmp_path):
    before = get(port, "/s/about.html")
    (tmp_path / "www" / "about.html").write_text("about, changed")
    deadline = time.monotonic() + PATIENCE
    while (answer := get(port, "/s/about.html")).text != "about, changed":
        assert time.monotonic() < deadline
    assert answer.one("ETag") != before.one("ETag")


def test_a_link_inside_is_followed(port):
    assert get(port, "/s/link-inside").text == "body { color: #123 }\n"
    assert get(port, "/s/folder-inside/").text == "sub"


@pytest.mark.parametrize("target", [
    "/s/link-outside", "/s/link-absolute", "/s/folder-outside/deep.txt", "/s/folder-outside/",
    "/s/.hidden", "/s/.git/config", "/s/%2ehidden", "/s/%2Egit/config", "/s/sub/../.hidden",
    "/s/../secret.txt", "/s/../www.txt", "/s/%2e%2e/secret.txt", "/s/.%2e/secret.txt",
    "/s/%2e%2e%2fsecret.txt", "/s/..%2fsecret.txt", "/s/..%5csecret.txt", "/s/..\\secret.txt",
    "/s/sub/../../secret.txt", "/s/sub/%2e%2e/%2e%2e/secret.txt", "/s/....//secret.txt",
    "/s/..;/secret.txt", "/s/.../secret.txt", "/s//../secret.txt", "/s/%252e%252e/secret.txt",
    "/s/%252e%252e%252fsecret.txt", "/s/%c0%ae%c0%ae/secret.txt", "/s/%uff0e%uff0e/secret.txt",
    "/s/..%c0%afsecret.txt", "/s/..%00/secret.txt", "/s/site.css%00.html", "/s/\x00", "/s/%00",
    "/s//etc/passwd", "/s/%2fetc/passwd", "/s//%2fetc/passwd", "/s/C:/secret.txt",
    "/s/link-outside/", "/s/site.css/", "/s/site.css/../../secret.txt", "/s/~root/secret.txt",
    "/s/file:///etc/passwd", "/s../secret.txt", "/s/..", "/s/../", "/listed/.hidden",
    "/listed/.git/", "/listed/folder-outside/", "/listed/../secret", "/app/../secret.txt",
    "/s/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "/s/fifo", "/listed/fifo",
])
def test_nothing_leads_out_of_the_folder(port, target):
    answer = ask_raw(port, target)
    assert answer.status in (400, 404), target
    assert SECRET not in answer.text
    assert "root:" not in answer.text


def test_a_name_longer_than_any_file_has_is_404(port):
    assert get(port, "/s/" + "a" * 5000).status == 404
    assert get(port, "/s/" + "a/" * 2000).status == 404
