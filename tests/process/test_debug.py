"""Debug mode: what an error page tells, and that edits take effect at once and lose nothing."""
import http.client
import os
import re
import threading

import pytest

from clients import ask, exchange
from conftest import until

BROWSER = {"Accept": "text/html"}
SITE = """
workers: 2
templates: pages
static: {/static/: files}
cookies: {keys: {1: 0123456789abcdef0123456789abcdef}}
routes:
  - {path: /, template: index.html}
  - {path: "/wrong/{id:int}", template: wrong.html, name: wrong}
  - {path: /signed, post: {cookies: {who: {value: ann, signed: true}}, text: done}}
"""
WRONG = "{% include 'part.html' %}\n"
PART = "<p>\n{{ 1 // params.none | int }}</p>\n"


@pytest.fixture(name="debugged")
def in_debug_mode(folder, site):
    """debugged(*arguments, text=SITE): the site with its files, in debug mode."""

    def run_with(*arguments, text=SITE, **how):
        write(folder / "pages/index.html", "<p>one</p>\n")
        write(folder / "pages/wrong.html", WRONG)
        write(folder / "pages/part.html", PART)
        write(folder / "files/site.css", "one")
        return site(text, *(arguments or ("--debug",)), **how)

    return run_with


def write(path, text):
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)


def write_anew(path, text):
    """As many editors do: into another file, which is renamed."""
    other = path.with_name(path.name + ".new")
    other.write_text(text)
    os.replace(other, path)


def texts_of_all(daemon, path, headers=None):
    """What new connections are answered, often enough to meet each of two workers."""
    return {ask(daemon.port, "GET", path, headers or {}).text for _ in range(12)}


def shows(daemon, path, text, headers=None):
    until(lambda: all(text in told for told in texts_of_all(daemon, path, headers)),
          f"{path} shows {text!r}")


def test_an_error_page_tells_what_went_wrong_and_where(debugged):
    port = debugged().port
    cookies = exchange(port, b"POST /signed HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").decode()
    signed = re.search(r'who="?(2\|1:[^";]+)', cookies).group(1)
    answer = ask(port, "GET", "/wrong/7?page=2&password=xyzzy",
                 {**BROWSER, "Cookie": f"who={signed}; plain=shown", "Authorization": "Basic YTpi"})
    assert answer.status == 500
    page = answer.text
    for told in ("pages/part.html:2:", "1 // params.none | int",
                 "included at", "pages/wrong.html:1:", "{% include &#39;part.html&#39; %}", "tined.yaml:8:", "/wrong/{id:int}",
                 "Timeline", "routing", "steps", "plain", "shown", "page=2"):
        assert told in page
    for secret in (signed, "xyzzy", "YTpi"):
        assert secret not in page
    assert re.search(r"routing;dur=[0-9.]+, .*total;dur=[0-9.]+", answer.one("Server-Timing"))
    as_text = ask(port, "GET", "/wrong/7", {"Accept": "text/plain"})
    assert as_text.text.startswith("500 Internal Server Error\n")
    assert ">     2  {{ 1 // params.none | int }}</p>" in as_text.text
    assert re.search(r"\nincluded at \S*pages/wrong.html:1:12\n>     1  {% include 'part.html' %}\n",
                     as_text.text)


@pytest.mark.parametrize("accept", ["text/html", "text/plain", "application/json"])
def test_outside_debug_mode_the_page_is_plain_and_the_log_has_the_rest(debugged, accept):
    daemon = debugged("--debug=false")
    answer = ask(daemon.port, "GET", "/wrong/7", {"Accept": accept})
    assert answer.status == 500
    for inside in ("part.html", "params", "tined.yaml", "/wrong/{", "division", "routing"):
        assert inside not in answer.text
    request = re.search(r"[0-9a-f]{16}", answer.text).group()
    assert answer.one("Server-Timing") is None
    line = daemon.log.wait_for(request)
    assert "pages/part.html:2:" in line and "division by zero" in line
    # Nor is anything waited for there.
    assert ask(daemon.port, "GET", "/", {"Tined-Wait": "1"}).text == "<p>one</p>"


def test_a_template_takes_effect_at_once_in_every_worker(debugged, folder):
    daemon = debugged()
    workers = daemon.workers()
    shows(daemon, "/", "one")
    write(folder / "pages/index.html", "<p>two</p>\n")
    shows(daemon, "/", "two")
    write_anew(folder / "pages/index.html", "<p>three</p>\n")
    shows(daemon, "/", "three")
    write(folder / "pages/part.html", "mended\n")
    shows(daemon, "/wrong/7", "mended")
    assert daemon.workers() == workers


@pytest.mark.parametrize("text,file,wrong,right,told", [
    (SITE + "lisen: 1\n", "tined.yaml", None, SITE, "lisen: unknown key"),
    ("routes: [\n", "tined.yaml", None, SITE, "tined.yaml:"),
    (SITE, "pages/index.html", "{% if %}", "<p>one</p>", "pages/index.html:1:"),
    (SITE.replace("workers: 2", "workers: many"), "tined.yaml", None, SITE, "expected auto or a number"),
])
def test_a_site_that_is_broken_at_its_start_is_waited_for(folder, launch, text, file, wrong, right, told):
    write(folder / "pages/index.html", "<p>one</p>\n")
    write(folder / "pages/wrong.html", "")
    write(folder / "files/site.css", "one")
    (folder / "tined.yaml").write_text(text)
    if wrong is not None:
        write(folder / file, wrong)
    same_user = ["--set", "user=root"] if os.geteuid() == 0 else []
    daemon = launch(folder, "--debug", "--port", "0", *same_user).wait_until_ready()
    daemon.log.wait_for(re.escape(told))
    daemon.log.wait_for("until that is mended, every page shows it")
    until(lambda: all(told in page for page in texts_of_all(daemon, "/any/where", BROWSER)), "every page shows it")
    assert ask(daemon.port, "GET", "/", {"Accept": "text/plain"}).status == 503
    write_anew(folder / file, right)
    daemon.log.wait_for("changed: the file is right")
    shows(daemon, "/", "one")


def test_outside_debug_mode_a_wrong_file_is_the_end(folder, run):
    assert run("--port", "0", text="routes: [\n")[0] == 78
    assert run("--debug", "--config", "none.yaml")[0] == 78


def test_a_static_file_takes_effect_at_once(debugged, folder):
    daemon = debugged()
    shows(daemon, "/static/site.css", "one")
    write_anew(folder / "files/site.css", "two")
    shows(daemon, "/static/site.css", "two")
    write(folder / "files/new/deep.css", "deep")
    shows(daemon, "/static/new/deep.css", "deep")
    write(folder / "files/new/deep.css", "deeper")
    shows(daemon, "/static/new/deep.css", "deeper")


def test_the_configuration_takes_effect_at_once_and_connections_are_kept(debugged, folder):
    daemon = debugged()
    kept = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=30)
    kept.request("GET", "/")
    assert kept.getresponse().read() == b"<p>one</p>"
    socket = kept.sock.getsockname()
    write_anew(folder / "tined.yaml", SITE + "  - {path: /new, text: new}\n")
    daemon.log.wait_for(r"reloaded: ")
    kept.request("GET", "/new")
    assert kept.getresponse().read() == b"new"
    assert kept.sock.getsockname() == socket
    kept.close()


def test_a_broken_template_is_told_in_the_terminal_once_and_in_the_browser(debugged, folder):
    daemon = debugged()
    write(folder / "pages/index.html", "<p>\n{{ 1 + }}\n")
    daemon.log.wait_for(r"pages/index\.html:2:")
    daemon.log.wait_for("the site of before serves on")
    shows(daemon, "/", "pages/index.html:2:", BROWSER)
    assert texts_of_all(daemon, "/") == {"<p>one</p>"}  # for who is no browser
    waiting = {}
    time = re.search(r'"Tined-Wait": "([0-9]+)"', ask(daemon.port, "GET", "/", BROWSER).text).group(1)
    asker = threading.Thread(target=lambda: waiting.update(
        answer=ask(daemon.port, "GET", "/", {"Tined-Wait": time})))
    asker.start()
    write(folder / "pages/index.html", "<p>mended</p>\n")
    asker.join(30)
    assert waiting["answer"].status == 205
    shows(daemon, "/", "mended", BROWSER)
    daemon.log.wait_for("the site is right again")
    told = [line for line in daemon.log.lines if "pages/index.html:2:" in line]
    assert len(told) == 1


def test_a_broken_configuration_leaves_the_last_good_site_and_is_told_until_it_is_mended(debugged, folder):
    daemon = debugged()
    workers = daemon.workers()
    write_anew(folder / "tined.yaml", SITE + "  - {path: /new, tekst: new}\n")
    daemon.log.wait_for(r"tined\.yaml:10:.*unknown key")
    shows(daemon, "/", "unknown key", BROWSER)
    shows(daemon, "/", "{path: /new, tekst: new}", BROWSER)
    assert texts_of_all(daemon, "/") == {"<p>one</p>"}
    assert daemon.workers() == workers
    # A worker that comes meanwhile knows it, too.
    os.kill(workers[0], 9)
    until(lambda: len(daemon.workers()) == 2 and workers[0] not in daemon.workers(), "another")
    shows(daemon, "/", "unknown key", BROWSER)
    write_anew(folder / "tined.yaml", SITE)
    daemon.log.wait_for("reloaded: ")
    shows(daemon, "/", "<p>one</p>", BROWSER)


def test_a_configuration_that_a_template_keeps_from_being_read_is_read_when_that_is_mended(debugged, folder):
    daemon = debugged()
    write(folder / "pages/new.html", "{{ 1 + }}")
    write_anew(folder / "tined.yaml", SITE + "  - {path: /new, template: new.html}\n")
    daemon.log.wait_for("nothing was changed")
    write(folder / "pages/new.html", "right")
    daemon.log.wait_for("reloaded: ")
    shows(daemon, "/new", "right", BROWSER)


def test_a_worker_that_is_started_later_has_the_templates_of_now(debugged, folder):
    daemon = debugged()
    write(folder / "pages/index.html", "<p>two</p>\n")
    shows(daemon, "/", "two")
    before = daemon.workers()
    os.kill(before[0], 9)
    until(lambda: len(daemon.workers()) == 2 and before[0] not in daemon.workers(), "another")
    shows(daemon, "/", "two")


def test_no_file_is_looked_at_while_nothing_happens(debugged):
    daemon = debugged()
    daemon.log.wait_for("sandbox: ")
    worker = daemon.workers()[0]
    links = [os.readlink(f"/proc/{worker}/fd/{name}") for name in os.listdir(f"/proc/{worker}/fd")]
    assert links.count("anon_inode:inotify") == 1


def test_outside_debug_mode_nothing_is_watched(debugged, folder):
    daemon = debugged("--debug=false")
    for pid in (daemon.pid, *daemon.workers()):
        links = [os.readlink(f"/proc/{pid}/fd/{name}") for name in os.listdir(f"/proc/{pid}/fd")]
        assert "anon_inode:inotify" not in links
    write(folder / "pages/index.html", "<p>two</p>\n")
    assert texts_of_all(daemon, "/") == {"<p>one</p>"}


def test_debug_mode_that_others_can_meet_is_warned_of(debugged):
    daemon = debugged("--debug", "--host", "0.0.0.0")
    assert "0.0.0.0" in daemon.log.wait_for("debug mode on ")


def test_debug_mode_on_this_host_alone_is_not(debugged):
    daemon = debugged()
    daemon.log.wait_for("sandbox: ")  # told after it
    assert not [line for line in daemon.log.lines if "debug mode on" in line]
