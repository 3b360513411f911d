"""Handlers in C++: what they answer, how they stream, and that a client that goes ends them."""
import http.client
import os
import re
import shutil
import signal
import socket
import struct
import subprocess

import pytest

from conftest import PATIENCE, TINED, is_running, until

PROGRAM = TINED.parent / "tests/handlers_program"
APP = TINED.parent / "tests/app_program"

NAMES = ["hello", "fail", "file", "forget", "wait", "nap", "stream", "broken_stream", "compute", "room", "visit"]
SITE = "log: {level: info}\nroutes:\n" + "".join(f"  - {{path: /{name}, handler: {name}}}\n" for name in NAMES)


@pytest.fixture
def daemon(site):
    return site(SITE, "--workers", "1", program=PROGRAM)


def connect(daemon):
    return socket.create_connection(("127.0.0.1", daemon.port), timeout=PATIENCE)


def send(daemon, target):
    client = connect(daemon)
    client.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    return client


def receive_until(client, end):
    received = b""
    while end not in received:
        piece = client.recv(65536)
        assert piece, received
        received += piece
    return received


def reset(client):
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


def test_a_handler_answers_at_its_route(daemon):
    assert daemon.get("/hello?name=ann") == (200, "hello ann")


def test_what_a_task_throws_that_nobody_awaits_is_in_the_log_with_its_coroutine(daemon):
    assert daemon.get("/forget") == (200, "gone")
    line = daemon.log.wait_for("nobody awaits it")
    assert re.search(r"error slot 0: a task threw, and nobody awaits it: no mail \\x1b\[31m today; it is "
                     r"\{anonymous\}::send_mail at support/handlers_program\.cpp:\d+$", line), line


def test_a_file_that_may_not_be_read_is_a_404_whose_reason_is_in_the_log_once(daemon, folder):
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("secret")
        (folder / name).chmod(0)
    for name in ("a.txt", "a.txt", "gone.txt", "b.txt"):
        assert daemon.get(f"/file?path={name}")[0] == 404
    daemon.log.wait_for("b.txt: Permission denied")
    daemon.stop()
    told = [line for line in daemon.stderr.splitlines() if "Response::file: " in line]
    assert [re.search(r"(\w)\.txt: Permission denied; in the sandbox a handler reads only ", line)[1] for line in told] == [
        "a", "b"]


def test_a_handler_that_throws_is_a_500_whose_id_is_in_the_log_with_the_message_once(daemon):
    status, page = daemon.get("/fail")
    assert status == 500
    assert "tea" not in page
    line = daemon.log.wait_for("out of tea")
    identity = line.split("request ")[1][:16]
    assert identity in page
    daemon.stop()
    assert daemon.stderr.count("out of tea") == 1


def test_a_client_that_resets_ends_the_handler_where_it_waits(daemon):
    client = send(daemon, "/wait")
    daemon.log.wait_for("a handler waits")
    reset(client)
    daemon.log.wait_for("the waiting handler is gone")


def test_a_client_that_only_ends_its_own_sending_is_answered(daemon):
    client = send(daemon, "/nap?ms=50")
    client.shutdown(socket.SHUT_WR)
    assert b"slept" in receive_until(client, b"slept")


def test_a_handler_that_waits_keeps_nobody_else_from_an_answer(daemon):
    waiting = send(daemon, "/wait")
    daemon.log.wait_for("a handler waits")
    assert daemon.get("/hello") == (200, "hello world")
    reset(waiting)


def test_a_stream_comes_in_chunks_on_a_connection_that_is_kept(daemon):
    connection = daemon.connect()
    for _ in range(2):
        connection.request("GET", "/stream")
        answer = connection.getresponse()
        assert answer.headers["Transfer-Encoding"] == "chunked"
        assert answer.read() == b"tick 0\ntick 1\ntick 2\n"
    connection.close()


def test_a_stream_to_a_client_of_1_0_ends_with_its_connection(daemon):
    client = connect(daemon)
    client.sendall(b"GET /stream HTTP/1.0\r\n\r\n")
    with client.makefile("rb") as file:
        head, _, body = file.read().partition(b"\r\n\r\n")
    assert b"Transfer-Encoding" not in head and b"Content-Length" not in head
    assert body == b"tick 0\ntick 1\ntick 2\n"


def test_a_client_that_resets_ends_the_stream_and_the_access_log_tells_of_what_was_sent(daemon):
    client = send(daemon, "/stream?count=100000")
    receive_until(client, b"tick 1\n")
    reset(client)
    daemon.log.wait_for("the stream is gone")
    assert '"GET /stream?count=100000 HTTP/1.1" 200' in daemon.access.wait_for("/stream")


def test_a_client_that_closes_ends_the_stream_too(daemon):
    client = send(daemon, "/stream?count=100000")
    receive_until(client, b"tick 1\n")
    client.close()
    daemon.log.wait_for("the stream is gone")


def test_a_stream_that_throws_is_cut_off_so_that_the_client_sees_it(daemon):
    connection = daemon.connect()
    connection.request("GET", "/broken_stream")
    with pytest.raises(http.client.IncompleteRead):
        connection.getresponse().read()
    daemon.log.wait_for("the source is gone")
    daemon.stop()
    assert daemon.stderr.count("the source is gone") == 1


def test_what_a_thread_does_comes_back_to_the_loop(daemon):
    assert daemon.get("/compute") == (200, "in a thread")


def test_an_object_whose_client_resets_is_finished(daemon):
    client = send(daemon, "/visit")
    daemon.log.wait_for("the visitor is in")
    reset(client)
    daemon.log.wait_for("the visitor is out")


def test_an_object_lives_as_long_as_its_stream(daemon):
    assert daemon.get("/room") == (200, "lobby: a\nlobby: b\n")
    daemon.log.wait_for("the room is left")


def test_the_tests_of_a_site_ask_handlers_that_wait_and_streams(folder):
    (folder / "tined.yaml").write_text(SITE + """
tests:
  - {request: GET /nap, expect: {text: slept}}
  - {request: GET /stream, expect: {contains: tick 2}}
  - {request: GET /compute, expect: {text: in the loop}}
""")
    done = subprocess.run([PROGRAM, "check"], cwd=folder, capture_output=True, text=True, timeout=PATIENCE,
                          check=False)
    assert done.returncode == 78
    failed = [line for line in done.stderr.splitlines() if "tests[" in line]
    assert [line.partition("tests")[2] for line in failed] == [
        '[2]: GET /compute: expected the text "in the loop", got "in a thread"']


def test_tined_itself_has_no_handlers(run):
    code, _, stderr = run("check", text="routes: [{path: /, handler: hello}]\n")
    assert code == 78
    assert stderr == ('tined: tined.yaml:1:29: routes[0].handler: there is no handler "hello": this program has none\n')


def test_a_program_is_its_own_tined(folder, launch):
    app = launch(folder, "0", program=APP).wait_until_ready()
    assert app.get("/ann") == (200, "hello ann\n")
    connection = app.connect()
    connection.request("PUT", "/ann")
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 405 and answer.headers["Allow"] == "GET, HEAD, POST, OPTIONS"
    connection.close()
    assert app.stop() == 0


def pid_of(folder):
    try:
        return int((folder / "pid").read_text())
    except (OSError, ValueError):
        return 0


def test_a_program_that_reloads_gives_way_to_the_one_that_was_built_anew(folder, launch):
    program = folder / "app"
    shutil.copy(APP, program)
    app = launch(folder, "0", "reload", program=program).wait_until_ready()
    before = pid_of(folder)
    # As a linker does it: the old one goes, and the new one is written for a while.
    content = program.read_bytes()
    program.unlink()
    with program.open("wb") as writer:
        os.fchmod(writer.fileno(), 0o755)
        writer.write(content[:-1000])
        writer.flush()
        app.log.wait_for("the program's file is not whole yet")
        writer.write(content[-1000:])
    app.log.wait_for("upgraded: ")
    assert not [line for line in app.log.lines if " error " in line]
    after = until(lambda: pid_of(folder) not in (0, before) and pid_of(folder), "the new master")
    try:
        assert app.get("/ann") == (200, "hello ann\n")
    finally:
        os.kill(after, signal.SIGTERM)
        until(lambda: not is_running(after), "the end of the new master")
