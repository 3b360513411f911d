"""What slow, silent, greedy and too many clients come to, with real sockets and short times."""
import os
import pathlib
import re
import resource
import select
import socket
import time

import pytest

from clients import PATIENCE, answers_in, connect, exchange, get, read_answer
from conftest import until

HEAD = b"GET /text HTTP/1.1\r\nHost: a\r\n\r\n"
ROUTES = """
routes:
  - {path: /text, text: hello}
  - {path: /form, post: {text: "{{ form.a | length }}"}}
  - {path: /big/, static: BIG}
"""


@pytest.fixture(name="bear")
def bearing_site(site, tmp_path):
    """bear(limits, more): one worker with these limits."""
    (tmp_path / "big").mkdir()
    (tmp_path / "big" / "file").write_bytes(bytes(32 * 1024 * 1024))

    def run_with(limits, more="", **how):
        text = f"limits: {{{limits}}}\n{more}{ROUTES}".replace("BIG", str(tmp_path / "big"))
        return site(text, "--workers", "1", **how)

    return run_with


def ended_within(stream, least, most):
    """What is received until the other end closes; that takes from `least` to `most` seconds."""
    begun = time.monotonic()
    stream.settimeout(PATIENCE)
    received = b""
    while piece := stream.recv(65536):
        received += piece
    assert least <= time.monotonic() - begun <= most
    return received


def status_of(received):
    return answers_in(received)[0].status


def test_a_head_that_does_not_come_whole_is_408(bear):
    port = bear("header_timeout: 300ms").port
    with connect(port) as stream:
        stream.sendall(b"GET /text HTTP/1.1\r\nHost: a\r\n")
        assert status_of(ended_within(stream, 0.2, 5)) == 408


def test_a_head_that_drips_has_no_more_time(bear):
    port = bear("header_timeout: 400ms").port
    with connect(port) as stream:
        stream.sendall(b"GET /text HTTP/1.1\r\n")
        begun = time.monotonic()
        while not select.select([stream], [], [], 0.02)[0]:
            stream.sendall(b"X-A: b\r\n")
            assert time.monotonic() - begun < 5
        assert status_of(ended_within(stream, 0, 5)) == 408


def test_a_client_that_never_says_anything_is_closed_without_a_word(bear):
    port = bear("header_timeout: 200ms").port
    with connect(port) as stream:
        assert ended_within(stream, 0.1, 5) == b""


def test_a_body_that_stops_is_408(bear):
    port = bear("body_timeout: 200ms").port
    with connect(port) as stream:
        stream.sendall(b"POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n"
                       b"Content-Type: application/x-www-form-urlencoded\r\n\r\na=1")
        assert status_of(ended_within(stream, 0.1, 5)) == 408


def test_a_body_that_drips_is_408_after_its_grace(bear):
    """It is never silent for long, but slower than body_rate."""
    port = bear("body_timeout: 30s, body_rate: 100").port
    with connect(port) as stream:
        stream.sendall(b"POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n"
                       b"Content-Type: application/x-www-form-urlencoded\r\n\r\na=")
        begun = time.monotonic()
        while not select.select([stream], [], [], 0.1)[0]:
            stream.sendall(b"x")
            assert time.monotonic() - begun < 25
        assert time.monotonic() - begun > 9
        assert status_of(ended_within(stream, 0, 5)) == 408


def test_a_connection_at_rest_is_closed_after_its_time(bear):
    port = bear("idle_timeout: 200ms").port
    with connect(port) as stream:
        stream.sendall(HEAD)
        assert read_answer(stream).status == 200
        assert ended_within(stream, 0.1, 5) == b""


def test_a_client_that_takes_nothing_is_closed_after_its_time(bear):
    daemon = bear("write_timeout: 300ms")
    with connect(daemon.port) as stream:
        stream.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        stream.sendall(b"GET /big/file HTTP/1.1\r\nHost: a\r\n\r\n")
        told = daemon.access.wait_for(r'"GET /big/file')
        assert 0 < int(told.split('" 200 ')[1].split()[0]) < 32 * 1024 * 1024


def test_a_client_that_takes_little_by_little_gets_all(bear):
    port = bear("write_timeout: 300ms").port
    with connect(port) as stream:
        stream.sendall(b"GET /big/file HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        received = 0
        while piece := stream.recv(1 << 20):
            received += len(piece)
            if received < 8 << 20:
                select.select([], [], [], 0.005)
    assert received > 32 * 1024 * 1024


def test_at_the_limit_the_longest_idle_connection_goes_first(bear):
    port = bear("connections: 3").port
    streams = [connect(port) for _ in range(3)]
    for stream in streams:
        stream.sendall(HEAD)
        assert read_answer(stream).status == 200
    assert get(port, "/text").text == "hello"
    assert streams[0].recv(1) == b""
    for stream in streams[1:]:
        stream.sendall(HEAD)
        assert read_answer(stream).status == 200
    for stream in streams:
        stream.close()


def test_a_client_that_still_sends_reads_why_it_was_refused(bear):
    """20 MiB are sent by a client that reads nothing before it has sent all it can."""
    port = bear("body_size: 1MiB").port
    with connect(port) as stream:
        stream.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        stream.sendall(b"POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 20971520\r\n"
                       b"Content-Type: application/x-www-form-urlencoded\r\n\r\n")
        for _ in range(20 * 16):
            stream.sendall(bytes(65536))  # a reset would fail it
        assert status_of(ended_within(stream, 0, 10)) == 413


def test_pipelined_requests_are_answered_in_order_and_one_at_a_time(bear):
    port = bear("keepalive_requests: 4").port
    asked = HEAD + b"POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n" \
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\na=123" + \
        b"HEAD /text HTTP/1.1\r\nHost: a\r\n\r\n" + b"GET /none HTTP/1.1\r\nHost: a\r\n\r\n" + HEAD
    received = exchange(port, asked)
    statuses = re.findall(rb"HTTP/1\.1 (\d+) ", received)
    assert statuses == [b"200", b"200", b"200", b"404"]  # the fifth is past the limit
    assert received.count(b"Connection: close") == 1


def test_bodies_past_64_kib_need_the_spool_and_without_it_are_507(bear, tmp_path):
    spool = tmp_path / "spool"
    spool.mkdir()
    daemon = bear("body_size: 1MiB", f"spool: {spool}\n")
    body = b"a=" + b"x" * 200_000

    def post():
        return read_through(daemon.port, body)

    assert (post().status, list(spool.iterdir())) == (200, [])
    spool.rmdir()
    assert post().status == 507
    daemon.log.wait_for(r"POST /form: 507 .*body")
    assert get(daemon.port, "/text").text == "hello"


def test_a_body_past_the_limit_of_a_files_size_is_507_and_ends_no_worker(bear):
    daemon = bear("body_size: 1MiB")
    workers = daemon.workers()
    resource.prlimit(workers[0], resource.RLIMIT_FSIZE, (100_000, 100_000))
    assert read_through(daemon.port, b"a=" + b"x" * 300_000).status == 507
    assert daemon.workers() == workers


def read_through(port, body):
    with connect(port) as stream:
        stream.sendall(b"POST /form HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                       b"Content-Type: application/x-www-form-urlencoded\r\n"
                       b"Content-Length: %d\r\n\r\n" % len(body) + body)
        return read_answer(stream)


def ticks_of(pid):
    """The processor time of a process, in hundredths of a second."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def test_out_of_descriptors_the_longest_idle_make_way_and_nothing_spins(bear):
    daemon = bear("")
    [worker] = daemon.workers()
    used = len(os.listdir(f"/proc/{worker}/fd"))
    resource.prlimit(worker, resource.RLIMIT_NOFILE, (used + 20, used + 20))
    streams = []
    for _ in range(40):
        stream = connect(daemon.port)
        stream.sendall(HEAD)
        assert read_answer(stream).status == 200
        streams.append(stream)
    closed = [stream for stream in streams if select.select([stream], [], [], 0)[0]]
    assert closed == streams[:len(closed)] and 15 <= len(closed) <= 25
    told = [line for line in daemon.log.lines if "descriptor" in line]
    before = ticks_of(worker)
    assert get(daemon.port, "/text").text == "hello"
    assert ticks_of(worker) - before < 20
    daemon.log.wait_for("descriptor")
    assert len(told) <= 3
    for stream in streams:
        stream.close()


def test_idle_connections_leave_descriptors_for_files_and_the_spool(bear):
    few = (160, 160)
    daemon = bear("body_size: 1MiB", "user: root\n" if os.geteuid() == 0 else "",
                  preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, few))
    streams = []
    for _ in range(200):
        stream = connect(daemon.port)
        stream.sendall(HEAD)
        assert read_answer(stream).status == 200
        streams.append(stream)
    assert get(daemon.port, "/big/file").status == 200
    body = b"a=" + b"x" * 100_000
    head = f"POST /form HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}"
    streams[-1].sendall(head.encode() + b"\r\n\r\n" + body)
    answer = read_answer(streams[-1])
    assert (answer.status, answer.text) == (200, "100000")
    assert len([line for line in daemon.log.lines if "no descriptor is left" in line]) <= 2
    for stream in streams:
        stream.close()


def take_all_descriptors(daemon, sent):
    """So many connections as the worker has descriptors for, each of which has sent that."""
    [worker] = daemon.workers()
    used = len(os.listdir(f"/proc/{worker}/fd"))
    resource.prlimit(worker, resource.RLIMIT_NOFILE, (used + 8, used + 8))
    streams = [connect(daemon.port) for _ in range(8)]
    for stream in streams:
        stream.sendall(sent)
    until(lambda: len(os.listdir(f"/proc/{worker}/fd")) >= used + 8, "all descriptors are taken")
    return streams


def test_where_all_are_busy_newcomers_wait_and_nothing_spins(bear):
    daemon = bear("")
    [worker] = daemon.workers()
    busy = take_all_descriptors(daemon, b"POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
                                b"Content-Type: application/x-www-form-urlencoded\r\n\r\na=")
    waiting = connect(daemon.port)
    waiting.sendall(HEAD)
    daemon.log.wait_for("descriptor")
    before, begun = ticks_of(worker), time.monotonic()
    assert not select.select([waiting], [], [], 0.5)[0]
    assert ticks_of(worker) - before <= 10 * (time.monotonic() - begun)
    busy[0].sendall(b"b")
    assert read_answer(busy[0]).status == 200
    busy[0].close()
    assert read_answer(waiting).status == 200
    assert len([line for line in daemon.log.lines if "descriptor" in line]) == 1
    for stream in [*busy[1:], waiting]:
        stream.close()


def test_where_all_have_sent_half_a_head_the_oldest_makes_way(bear):
    daemon = bear("")
    slow = take_all_descriptors(daemon, HEAD[:-2])
    newcomer = connect(daemon.port)
    newcomer.sendall(HEAD)
    assert read_answer(newcomer).status == 200
    ended = select.select(slow, [], [], PATIENCE)[0]
    assert [stream.recv(1) for stream in ended] == [b""]
    for stream in [*slow, newcomer]:
        stream.close()


def resident(pid):
    """Bytes of the process's own memory (not of files)."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) * 1024
    raise AssertionError("no RssAnon")


def test_idle_connections_cost_little(bear):
    """The small form of tests/soak/idle.py."""
    daemon = bear("")
    [worker] = daemon.workers()
    streams = [connect(daemon.port) for _ in range(50)]
    for stream in streams:
        stream.sendall(HEAD)
        read_answer(stream)
    before = resident(worker)
    more = [connect(daemon.port) for _ in range(400)]
    for stream in more:
        stream.sendall(HEAD)
        assert read_answer(stream).status == 200
    assert resident(worker) - before < 400 * 2048
    for stream in streams + more:
        stream.close()


def test_a_large_file_passes_through_little_memory(bear):
    """The small form of tests/soak/transfer.py."""
    daemon = bear("")
    [worker] = daemon.workers()
    get(daemon.port, "/text")
    before = resident(worker)
    assert len(get(daemon.port, "/big/file").body) == 32 * 1024 * 1024
    assert resident(worker) - before < 2 * 1024 * 1024
