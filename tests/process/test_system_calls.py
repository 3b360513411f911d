"""In the steady state a request on a kept connection costs the kernel one read and one write, and its
share of one wait. strace looks on from the start; two requests mark where the counting begins and
where it ends."""
import collections
import http.client
import re

import pytest

from conftest import PATIENCE, TINED

ASKED = 20
# The access log writes its lines together, ten times a second at most, whatever is asked.
SITE = """
log: {access: off}
routes:
  - {path: /text, text: hello}
  - {path: "/json/{id:int}", json: {id: "{{ params.id }}", name: an item}}
  - {path: /page, template: page.html, with: {rows: [1, 2, 3]}}
templates: templates
static: {/files/: files}
"""
CALL = re.compile(r"^(?P<pid>\d+) +(?P<time>[\d.]+) (?P<name>\w+)\((?P<rest>.*)$")


@pytest.fixture(name="traced")
def running(folder, start):
    """The daemon under strace, and the file that strace writes."""
    (folder / "templates").mkdir()
    (folder / "templates" / "page.html").write_text(
        "<ul>{% for row in rows %}<li>{{ row }} {{ query.q }}{% endfor %}</ul>")
    (folder / "files").mkdir()
    (folder / "files" / "1k.txt").write_bytes(b"x" * 1024)
    trace = folder / "trace"
    # -D: it stands aside, so that the process that was started is tined itself.
    strace = ["strace", "-D", "-f", "-qq", "-ttt", "-s", "40", "-o", str(trace), TINED]
    daemon = start(SITE, "--port", "0", "--workers", "1", program=strace)
    return daemon.wait_until_ready(), trace


def ask(connection, path):
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def calls_between(trace, begin, end):
    """What the worker called from the answer to `begin` to the coming of `end`: (name, rest), and
    the seconds that it took."""
    lines = [CALL.match(line) for line in trace.read_text(errors="replace").splitlines()]
    calls = [call for call in lines if call]
    worker = next(call["pid"] for call in calls if f"GET {begin} " in call["rest"])
    own = [call for call in calls if call["pid"] == worker]
    first = next(i for i, call in enumerate(own) if f"GET {begin} " in call["rest"])
    last = next(i for i, call in enumerate(own) if f"GET {end} " in call["rest"])
    while own[first]["name"] != "sendto":
        first += 1
    seconds = float(own[last]["time"]) - float(own[first]["time"])
    return [(call["name"], call["rest"]) for call in own[first + 1:last]], seconds


@pytest.mark.parametrize("path", ["/text", "/json/7", "/page?q=1", "/files/1k.txt", "/missing"])
def test_a_kept_request_is_one_read_and_one_write(traced, path):
    daemon, trace = traced
    connection = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=PATIENCE)
    status = 404 if path == "/missing" else 200
    for _ in range(3):  # what is done once has been done
        assert ask(connection, path) == status
    ask(connection, "/begin")
    assert [ask(connection, path) for _ in range(ASKED)] == [status] * ASKED
    ask(connection, "/end")
    connection.close()
    assert daemon.stop() == 0

    calls, seconds = calls_between(trace, "/begin", "/end")
    # A wait that gave nothing is the loop's own beat, some a second whatever is asked.
    counts = collections.Counter(name for name, rest in calls
                                 if not (name == "epoll_wait" and rest.endswith("= 0")))
    assert counts.pop("recvfrom") == ASKED
    assert counts.pop("sendto") == ASKED
    assert counts.pop("epoll_wait") == ASKED + 1  # the last one is for /end
    # The file is compared with the disk once a second, by three calls.
    looks = 3 * (1 + int(seconds)) if path.startswith("/files/") else 0
    assert counts.total() <= looks, counts
