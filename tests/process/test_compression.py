"""What is compressed, for whom, and that all say so: Content-Encoding, Vary, ETag."""
import gzip
import json
import subprocess

import pytest

from clients import ask, curl, get

PAGE = "<p>a line of a page</p>\n" * 200
SCRIPT = "".join(f"function f{i}() {{ return {i}; }}\n" for i in range(3000))  # past 64 KiB
NOISE = bytes((i * i * 7 + i // 3) % 251 for i in range(3000))


@pytest.fixture(name="port")
def running(site, tmp_path):
    www = tmp_path / "www"
    www.mkdir()
    for name, text in {"page.html": PAGE, "script.js": SCRIPT, "small.css": "a{}",
                       "built.css": "plain " * 300, "stale.css": "plain " * 300}.items():
        (www / name).write_text(text)
    (www / "photo.png").write_bytes(NOISE)
    (www / "huge.txt").write_text("x" * 600_000)
    (www / "stale.css.gz").write_bytes(gzip.compress(b"old"))
    old = (www / "stale.css").stat().st_mtime - 60
    subprocess.run(["touch", "-d", f"@{old}", www / "stale.css.gz"], check=True)
    (www / "built.css.gz").write_bytes(gzip.compress(b"built " * 300))
    constant = json.dumps(PAGE)
    return site(f"""
routes:
  - {{path: /s/, static: {{folder: {www}, precompressed: true}}}}
  - {{path: /plain/, static: {www}}}
  - {{path: /text, text: {constant}}}
  - {{path: /made, text: "{{{{ query.a * 500 }}}}"}}
  - {{path: /fixed, text: {constant}, cache: no-transform}}
  - {{path: /fixed-file, file: {www}/page.html, headers: {{Cache-Control: "max-age=5, no-transform"}}}}
  - {{path: /empty, status: 204}}
  - {{path: /varies, text: {constant}, headers: {{Vary: Cookie}}}}
""").port


def decoded(answer):
    if answer.one("Content-Encoding") is None:
        return answer.body
    assert answer.one("Content-Encoding") == "gzip"
    return gzip.decompress(answer.body)


def varies(answer):
    return "accept-encoding" in ", ".join(answer.all("Vary")).lower()


GZIP = {"Accept-Encoding": "gzip"}


@pytest.mark.parametrize("path, text", [
    ("/text", PAGE), ("/made?a=abc", "abc" * 500), ("/s/page.html", PAGE),
    ("/s/script.js", SCRIPT), ("/plain/page.html", PAGE)])
def test_a_text_is_compressed_for_who_accepts_it(port, path, text):
    plain = get(port, path, {"Accept-Encoding": "identity"})
    assert (plain.text, plain.one("Content-Encoding"), varies(plain)) == (text, None, True)
    coded = get(port, path, GZIP)
    assert (coded.one("Content-Encoding"), varies(coded)) == ("gzip", True)
    assert decoded(coded).decode() == text
    assert int(coded.one("Content-Length")) == len(coded.body) < len(plain.body) / 2


@pytest.mark.parametrize("accepted, coding", [
    ("gzip, deflate, br, zstd", "zstd"), ("gzip, deflate, br", "br"), ("br;q=0.2, gzip", "gzip"),
    ("*", "zstd"), ("gzip;q=0", None), ("deflate", None), ("", None)])
def test_the_client_chooses(port, accepted, coding):
    for path in ["/text", "/s/page.html"]:
        assert get(port, path, {"Accept-Encoding": accepted}).one("Content-Encoding") == coding


@pytest.mark.parametrize("accepted", ["gzip", "br", "zstd"])
def test_other_programs_understand_what_is_sent(port, tmp_path, accepted):
    """gzip by Python; br and zstd by curl, where it was built with them."""
    features = subprocess.run(["curl", "--version"], capture_output=True, check=True).stdout
    url = f"http://127.0.0.1:{port}/plain/script.js"
    if accepted == "gzip":
        assert decoded(get(port, "/plain/script.js", GZIP)).decode() == SCRIPT
    elif (accepted if accepted == "zstd" else "brotli").encode() in features:
        shown = curl("--compressed", "-H", f"Accept-Encoding: {accepted}", url)
        assert shown.decode() == SCRIPT
    else:
        coded = get(port, "/plain/script.js", {"Accept-Encoding": accepted})
        assert coded.one("Content-Encoding") == accepted


@pytest.mark.parametrize("path", ["/s/photo.png", "/s/small.css", "/s/huge.txt", "/fixed",
                                  "/fixed-file", "/made?a=b"])
def test_what_does_not_gain_by_it_or_forbids_it_is_left_as_it_is(port, path):
    answer = get(port, path, GZIP)
    assert (answer.status, answer.one("Content-Encoding"), varies(answer)) == (200, None, False)


@pytest.mark.parametrize("path", ["/text", "/made?a=abc", "/s/page.html", "/s/built.css"])
@pytest.mark.parametrize("accepted", ["gzip", "br, zstd", "identity"])
def test_head_tells_what_get_gives(port, path, accepted):
    headers = {"Accept-Encoding": accepted}
    got, head = get(port, path, headers), ask(port, "HEAD", path, headers)
    for name in ["Content-Length", "Content-Encoding", "ETag", "Vary", "Accept-Ranges"]:
        assert head.all(name) == got.all(name), name
    assert head.body == b""


def test_each_variant_of_a_file_has_an_etag_of_its_own(port):
    tags = {accepted: get(port, "/s/page.html", {"Accept-Encoding": accepted}).one("ETag")
            for accepted in ["identity", "gzip", "br", "zstd"]}
    assert len(set(tags.values())) == 4
    assert [tag.startswith("W/") for tag in tags.values()] == [False, True, True, True]
    for accepted, tag in tags.items():
        for asked, other in tags.items():
            answer = get(port, "/s/page.html", {"Accept-Encoding": accepted, "If-None-Match": other})
            assert answer.status == (304 if asked == accepted else 200)
            assert (answer.one("ETag"), varies(answer)) == (tag, True)


def test_a_weak_tag_is_compared_weakly(port):
    tag = get(port, "/s/page.html", GZIP).one("ETag").removeprefix("W/")
    assert get(port, "/s/page.html", {**GZIP, "If-None-Match": tag}).status == 304


def test_a_range_is_one_of_the_file_itself(port):
    answer = get(port, "/s/page.html", {**GZIP, "Range": "bytes=0-9"})
    assert (answer.status, answer.text) == (206, PAGE[:10])
    assert (answer.one("Content-Encoding"), answer.one("ETag")[0]) == (None, '"')
    weak = get(port, "/s/page.html", GZIP).one("ETag")
    whole = get(port, "/s/page.html", {**GZIP, "Range": "bytes=0-9", "If-Range": weak})
    assert (whole.status, decoded(whole).decode()) == (200, PAGE)


def test_what_lies_compressed_beside_a_file_goes_first(port):
    answer = get(port, "/s/built.css", {"Accept-Encoding": "gzip, zstd"})
    assert (answer.one("Content-Encoding"), answer.one("Content-Type")) == ("gzip", "text/css")
    assert decoded(answer) == b"built " * 300
    tag = answer.one("ETag")
    assert not tag.startswith("W/")
    assert get(port, "/s/built.css", {**GZIP, "If-None-Match": tag}).status == 304
    # Where no client of it is there, the file is compressed as any other is.
    assert get(port, "/s/built.css", {"Accept-Encoding": "br"}).one("Content-Encoding") == "br"
    assert get(port, "/plain/built.css", GZIP).body != answer.body


def test_what_is_older_than_the_file_is_no_longer_of_it(port):
    assert decoded(get(port, "/s/stale.css", GZIP)) == b"plain " * 300


def test_vary_of_the_sites_own_stays(port):
    assert get(port, "/varies", GZIP).all("Vary") == ["Cookie", "Accept-Encoding"]


def test_an_answer_without_a_body_has_no_coding(port):
    answer = get(port, "/empty", GZIP)
    assert (answer.status, answer.one("Content-Encoding"), varies(answer)) == (204, None, False)


def test_compression_can_be_switched_off(site, tmp_path):
    (tmp_path / "a.css").write_text("a " * 1000)
    (tmp_path / "a.css.gz").write_bytes(gzip.compress(b"built"))
    port = site(f"""
compression: off
routes:
  - {{path: /text, text: {json.dumps(PAGE)}}}
  - {{path: /s/, static: {{folder: {tmp_path}, precompressed: true, index: []}}}}
""").port
    answer = get(port, "/text", GZIP)
    assert (answer.text, varies(answer)) == (PAGE, False)
    assert decoded(get(port, "/s/a.css", GZIP)) == b"built"
