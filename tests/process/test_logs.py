"""Where logs go: files and their rotation, the journal, syslog, a full disk."""
import os
import pathlib
import re
import signal
import socket
import stat
import threading

import pytest

from conftest import PATIENCE, TINED, until

HELLO = "workers: 2\nroutes:\n  - {path: /, text: hello}\n  - {path: /bad, text: '{{ 1 // 0 }}'}\n"
FILES = "log: {to: logs/error.log, access: {to: logs/access.log}}\n" + HELLO


@pytest.fixture
def logs(folder):
    path = folder / "logs"
    path.mkdir()
    return path


def wait_until_ready(daemon, path):
    """A daemon whose log is a file: its port is told there."""
    line = until(lambda: re.search(r"http://127\.0\.0\.1:(\d+)/ \(",
                                   path.read_text() if path.exists() else ""), "it is ready")
    daemon.port = int(line.group(1))
    return daemon


def lines(path):
    return path.read_text().splitlines()


def test_both_logs_can_be_files_that_the_master_has_opened(start, logs):
    daemon = wait_until_ready(start(FILES, "--port", "0"), logs / "error.log")
    assert daemon.get("/bad")[0] == 500
    until(lambda: '"GET /bad HTTP/1.1" 500' in (logs / "access.log").read_text(), "the access line")
    assert " error slot " in (logs / "error.log").read_text()
    for path in logs.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
        assert path.stat().st_uid == os.geteuid()  # not the workers' user
    assert daemon.stop() == 0
    assert daemon.log.all() == []


def test_a_log_that_cannot_be_opened_is_one_line_at_the_start_and_undoes_a_reload(run, start, logs,
                                                                                 folder):
    code, _, err = run("--port", "0", text=FILES.replace("logs/error", "nowhere/error"))
    assert code == 1
    assert "log.to: open " in err and "nowhere/error.log: No such file" in err
    assert err.count("\n") == 1
    daemon = wait_until_ready(start(FILES, "--port", "0"), logs / "error.log")
    (folder / "tined.yaml").write_text(FILES.replace("logs/access", "nowhere/access"))
    daemon.signal(signal.SIGHUP)
    until(lambda: "nothing was changed" in (logs / "error.log").read_text(), "the reload failed")
    assert daemon.get("/") == (200, "hello")


def test_logs_rotated_under_load_lose_no_line(start, logs):
    """Each request has a number; in the old files and the new ones each stands exactly once."""
    daemon = wait_until_ready(start(FILES, "--port", "0"), logs / "error.log")
    asked = []
    stop = threading.Event()

    def load(client):
        number = 0
        connection = daemon.connect()
        while not stop.is_set():
            number += 1
            connection.request("GET", f"/?n={client}-{number}")
            answer = connection.getresponse()
            assert answer.read() == b"hello"
            asked.append(f"{client}-{number}")
        connection.close()

    clients = [threading.Thread(target=load, args=(client,)) for client in range(3)]
    for client in clients:
        client.start()
    for turn in range(5):
        before = len(asked)
        for path in ("error.log", "access.log"):
            (logs / path).rename(logs / f"{path}.{turn}")
        until(lambda: len(asked) > before + 20, "requests between rotations")
        daemon.signal(signal.SIGUSR1)
        until(lambda: (logs / "error.log").exists() and
              "opened anew" in (logs / "error.log").read_text(), "new files")
        until(lambda: (logs / "access.log").stat().st_size > 0, "lines in the new file")
    stop.set()
    for client in clients:
        client.join(PATIENCE)
    assert daemon.stop() == 0
    found = []
    for path in logs.glob("access.log*"):
        found += [re.search(r"n=(\d+-\d+) HTTP", line).group(1) for line in lines(path)]
    assert sorted(found) == sorted(asked)


def test_a_reload_takes_the_log_elsewhere(start, logs, folder):
    daemon = start(HELLO, "--port", "0").wait_until_ready()
    (folder / "tined.yaml").write_text("supervise: {trial: 0s}\n" + FILES)
    daemon.signal(signal.SIGHUP)
    until(lambda: "reloaded" in ((logs / "error.log").read_text()
                                 if (logs / "error.log").exists() else ""), "the reload")
    until(lambda: daemon.get("/")[0] == 200 and (logs / "access.log").stat().st_size > 0,
          "access lines in the file")


# ── datagrams ────────────────────────────────────────────────────────────────────────────────────

needs_root = pytest.mark.usefixtures("root")


@pytest.fixture
def daemon_socket(folder):
    """daemon_socket(name): the socket of a log daemon, for a tined that `in_namespace` starts."""
    opened = []

    def listen(name):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.parent.chmod(0o755)
        server = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        server.settimeout(PATIENCE)
        server.bind(str(path))
        path.chmod(0o666)
        opened.append(server)
        return server

    yield listen
    for server in opened:
        server.close()


def in_namespace(script):
    """A program that starts tined where `script`, run by sh in the site's folder, has mounted."""
    return ["unshare", "--mount", "sh", "-c", f'set -e; {script}; exec "$@"', "sh", TINED]


def fields(datagram):
    return dict(line.split("=", 1) for line in datagram.decode().splitlines())


def test_standard_error_that_is_the_journals_has_levels_and_no_times_from_the_first_line_on(folder, launch):
    reader, writer = os.pipe()
    facts = os.fstat(writer)
    (folder / "tined.yaml").write_text("pid_file: .\n" + HELLO)
    environment = {**os.environ, "JOURNAL_STREAM": f"{facts.st_dev}:{facts.st_ino}"}
    as_root = ["--set", "user=root"] if os.geteuid() == 0 else []
    failing = launch(folder, "--port", "0", stderr=writer, env=environment)
    assert failing.wait() == 1
    (folder / "tined.yaml").write_text(HELLO)
    daemon = launch(folder, "--port", "0", *as_root, stderr=writer, env=environment)
    os.close(writer)
    with os.fdopen(reader) as journal:
        assert journal.readline().startswith("<3>tined: pid_file: ")
        assert re.match(r"<6>master: tined 0\.1\.0: http://", journal.readline())
        assert daemon.stop() == 0
        assert all(re.match(r"<[3-6]>(master|slot \d): ", line) for line in journal)


@needs_root
def test_the_journal_gets_fields(start, daemon_socket):
    journal = daemon_socket("run/systemd/journal/socket")
    daemon = start("log: {to: journal, access: {to: journal}}\n" + HELLO, "--port", "0",
                   program=in_namespace("mount --bind run /run"))

    def next_with(text):
        while True:
            record = fields(journal.recv(65536))
            if text in record["MESSAGE"]:
                return record

    ready = next_with("tined 0.1.0")
    assert ready["PRIORITY"] == "6" and ready["SYSLOG_IDENTIFIER"] == "tined"
    assert ready["TINED_SLOT"] == "master" and ready["SYSLOG_PID"] == str(daemon.pid)
    daemon.port = int(re.search(r":(\d+)/", ready["MESSAGE"]).group(1))
    assert daemon.get("/bad")[0] == 500
    failed = next_with("request ")
    assert failed["PRIORITY"] == "3" and failed["TINED_SLOT"] in "01"
    assert re.fullmatch("[0-9a-f]{16}", failed["TINED_REQUEST_ID"])
    access = next_with("GET /bad")
    assert access["PRIORITY"] == "6" and access["TINED_SLOT"] == failed["TINED_SLOT"]
    assert daemon.stop() == 0


@needs_root
def test_a_client_cannot_choose_the_level_of_its_access_line(start, daemon_socket):
    journal = daemon_socket("run/systemd/journal/socket")
    daemon = start("log: {to: journal, access: {to: journal, format: '{{ request.headers.user_agent }} end'}}\n" + HELLO, "--port", "0",
                   program=in_namespace("mount --bind run /run"))
    records = iter(lambda: fields(journal.recv(65536)), None)
    ready = next(record for record in records if "tined 0.1.0" in record["MESSAGE"])
    daemon.port = int(re.search(r":(\d+)/", ready["MESSAGE"]).group(1))
    daemon.get("/", **{"User-Agent": "<0>slot 9: request 0123456789abcdef: mine"})
    record = next(record for record in records if record["MESSAGE"].endswith(" end"))
    assert record["PRIORITY"] == "6" and record["TINED_SLOT"] in "01" and "TINED_REQUEST_ID" not in record
    assert daemon.stop() == 0


@needs_root
def test_syslog_gets_a_priority_a_time_and_a_tag(start, daemon_socket):
    syslog = daemon_socket("dev/log")
    # A /dev of its own, with what tined needs of it.
    script = ("for name in null zero full urandom tty; do touch dev/$name; "
              "mount --bind /dev/$name dev/$name; done; mount --rbind dev /dev")
    daemon = start("log: {to: syslog}\n" + HELLO, "--port", "0", program=in_namespace(script))
    texts = [syslog.recv(65536).decode()]
    while "tined 0.1.0" not in texts[-1]:
        texts.append(syslog.recv(65536).decode())
    assert re.match(rf"<30>[A-Z][a-z]{{2}} [ 1-3]\d \d\d:\d\d:\d\d tined\[{daemon.pid}\]: master: ",
                    texts[-1])
    assert daemon.stop() == 0


@needs_root
def test_a_full_disk_stops_nothing_and_what_was_lost_is_told_when_there_is_room(start, folder, logs):
    """A file system of 64 KiB, in a namespace of its own."""
    daemon = start("workers: 1\nlog: {to: logs/error.log, access: {to: logs/access.log}}\n" +
                   HELLO[11:], "--port", "0",
                   program=in_namespace("mount -t tmpfs -o size=64k,mode=755 tmpfs logs"))
    inside = pathlib.Path(f"/proc/{daemon.pid}/root{logs}")
    wait_until_ready(daemon, inside / "error.log")
    agent = "x" * 4000
    connection = daemon.connect()
    for _ in range(60):
        connection.request("GET", "/", headers={"User-Agent": agent})
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b"hello")
    connection.close()
    assert os.statvfs(inside).f_bavail == 0
    os.truncate(inside / "access.log", 0)  # somebody made room
    until(lambda: daemon.get("/") == (200, "hello") and
          re.search(r"slot 0: \d+ lines of the access log were dropped: No space left on device",
                    (inside / "error.log").read_text()), "it is told")
    assert daemon.stop() == 0
