"""The log of the master and its workers, and readers of it that are slow or gone."""
import json
import os
import re
import signal
import socket

import pytest

from conftest import PATIENCE, READY, until

HELLO = "workers: 2\nroutes:\n  - {path: /, text: hello}\n"


def test_a_line_of_the_log_has_time_level_and_who(site):
    daemon = site(HELLO)
    line = daemon.log.wait_for("tined 0")
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d info master: tined ", line)


@pytest.mark.parametrize("level", [["--log-level", "error"], ["--set", "log.level=error"]])
def test_at_level_error_only_the_line_that_says_where_it_serves_is_of_level_info(site, level):
    daemon = site(HELLO, *level)
    os.kill(daemon.workers()[0], signal.SIGKILL)
    daemon.log.wait_for("was killed by SIGKILL")
    before = daemon.workers()
    daemon.signal(signal.SIGHUP)
    until(lambda: len(set(daemon.workers()) - set(before)) == 2, "the workers of the reload")
    assert daemon.stop() == 0
    told = [line.split(" ", 2)[1:] for line in daemon.log.all()]
    assert [text for found, text in told if found == "info"] == [told[0][1]]
    assert READY.search(told[0][1])
    assert {found for found, _ in told[1:]} == {"error"}


def test_the_log_can_be_json(start):
    daemon = start("log: {format: json}\n" + HELLO, "--port", "0")
    event = json.loads(daemon.log.wait_for("tined 0"))
    assert event["level"] == "info" and event["slot"] == "master" and event["pid"] == daemon.pid
    assert event["message"].startswith("tined 0.1.0: http://127.0.0.1:")
    os.kill(daemon.workers()[0], signal.SIGKILL)
    assert json.loads(daemon.log.wait_for("SIGKILL"))["level"] == "error"


def test_access_lines_go_to_standard_output(site):
    daemon = site(HELLO)
    daemon.get("/?x=1")
    line = daemon.access.wait_for("GET")
    assert re.match(r'127\.0\.0\.1 - - \[.+\] "GET /\?x=1 HTTP/1\.1" 200 \d+ ', line)


def test_the_last_access_lines_are_written_when_it_stops(site):
    daemon = site(HELLO)
    for number in range(50):
        daemon.get(f"/?n={number}")
    daemon.stop()
    asked = [re.search(r"n=(\d+) ", line) for line in daemon.access.all()]
    assert sorted(int(found.group(1)) for found in asked) == list(range(50))


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_pipe_that_nobody_reads_blocks_nobody(folder, launch, stream):
    """More lines than the pipe and the queue hold; then the reader comes, and is told how many
    were dropped."""
    reader, writer = os.pipe()
    to = "stderr" if stream == "stderr" else "stdout"
    (folder / "tined.yaml").write_text(
        "listen: unix:a.sock\nworkers: 1\n" + ("user: root\n" if os.geteuid() == 0 else "") +
        f"log: {{access: {{to: {to}, format: combined}}}}\n" + HELLO[11:])
    daemon = launch(folder, **{stream: writer})
    os.close(writer)
    path = folder / "a.sock"
    until(lambda: path.exists() and not is_refusing(path), "it listens")
    requests = 2500
    agent = b"User-Agent: " + b"x" * 400 + b"\r\n"
    one = b"GET / HTTP/1.1\r\nHost: a\r\n" + agent + b"\r\n"
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(PATIENCE)
        connection.connect(str(path))
        stream_in = connection.makefile("rb")
        for _ in range(requests):
            connection.sendall(one)
            assert read_answer(stream_in) == b"hello"
    daemon.signal(signal.SIGTERM)
    assert daemon.wait() == 0
    with open(reader, "rb") as pipe:
        kept = [line for line in pipe.read().splitlines() if b"x" * 400 in line]
    assert 0 < len(kept) < requests
    assert all(line.endswith(b'"') for line in kept)


def is_refusing(path):
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) != 0


def read_answer(stream):
    length = 0
    while (line := stream.readline().strip()):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return stream.read(length)
