"""tined as a service of a real systemd (tests/support/booted.py): what systemd is told, and what it does by it."""
import http.client
import os
import pathlib
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import threading

import pytest

from conftest import PATIENCE, TINED, until

ROOT = pathlib.Path(os.environ["TINED_SOURCE"])
sys.path.insert(0, str(ROOT / "tests/support"))
from booted import Machine  # noqa: E402

PROGRAM = "/usr/local/sbin/tined"


def unit(name):
    """The unit as `cmake --install` makes it."""
    return (ROOT / "systemd" / f"{name}.in").read_text().replace("@TINED_PROGRAM@", PROGRAM)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class Service:
    """tined.service in a machine, with the file of the test."""

    def __init__(self, machine, text, drop_in=""):
        self.machine, self.port = machine, free_port()
        shutil.copy(TINED, machine.root / PROGRAM[1:])
        for kind in ("sysusers", "tmpfiles"):
            shutil.copy(ROOT / f"packaging/{kind}.d/tined.conf", machine.root / f"run/{kind}.conf")
        machine.run("systemd-sysusers", "/run/sysusers.conf")
        machine.run("systemd-tmpfiles", "--create", "/run/tmpfiles.conf")
        (machine.root / "etc/tined").mkdir(exist_ok=True)
        self.write(text)
        units = machine.root / "etc/systemd/system"
        (units / "tined.service").write_text(unit("tined.service"))
        (units / "tined.service.d").mkdir()
        (units / "tined.service.d/test.conf").write_text(
            "[Service]\nStandardOutput=null\nStandardError=append:/run/tined.log\n" + drop_in)
        machine.run("systemctl", "daemon-reload")
        started = machine.run("systemctl", "start", "tined", check=False)
        assert started.returncode == 0, started.stdout + self.log()

    def write(self, text):
        (self.machine.root / "etc/tined/tined.yaml").write_text(
            f"listen: 127.0.0.1:{self.port}\nworkers: 2\nsupervise: {{trial: 100ms}}\n{text}")

    def log(self):
        path = self.machine.root / "run/tined.log"
        return path.read_text() if path.exists() else ""

    def show(self, name):
        return self.machine.run("systemctl", "show", "--value", "--property", name, "tined").stdout.strip()

    def main_pid(self):
        return int(self.show("MainPID"))

    def get(self, path="/"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers={"Connection": "close"})
            return connection.getresponse().read().decode()
        finally:
            connection.close()


@pytest.fixture(scope="module")
def machine():
    with Machine() as machine:
        yield machine


@pytest.fixture(scope="module")
def service(machine):
    return Service(machine, "routes: [{path: /, text: one}]\n", "WatchdogSec=2s\n")


def site(text):
    return f"routes: [{{path: /, text: {text}}}]\n"


def test_it_is_started_when_it_serves_and_tells_its_status(service):
    assert service.show("ActiveState") == "active"
    assert service.get() == "one"
    until(lambda: re.fullmatch(r"2 workers, \d+ connections?, \d+ restarts?", service.show("StatusText")),
          "the status")


def test_its_user_and_its_folders_are_there_without_it(service):
    """By packaging/sysusers.d, and, after each boot, by packaging/tmpfiles.d."""
    machine = service.machine
    for folder in ("run/check", "var/log/check"):
        (machine.root / folder).mkdir()
    rules = (machine.root / "run/tmpfiles.conf").read_text()
    (machine.root / "run/check.conf").write_text(rules.replace("/tined ", "/check "))
    machine.run("systemd-tmpfiles", "--create", "/run/check.conf")
    uid = int(machine.run("id", "-u", "tined").stdout)
    for folder, mode in (("run/check", 0o755), ("var/log/check", 0o750)):
        made = (machine.root / folder).stat()
        assert (made.st_uid, stat.S_IMODE(made.st_mode)) == (uid, mode)


def test_a_reload_has_been_done_when_systemctl_returns(service):
    before = service.main_pid()
    service.write(site("two"))
    service.machine.run("systemctl", "reload", "tined")
    assert (service.get(), service.main_pid()) == ("two", before)


def test_a_reload_that_fails_fails_for_systemctl_too(service):
    service.write("lisen: 1\n")
    assert service.machine.run("systemctl", "reload", "tined", check=False).returncode != 0
    assert (service.show("ActiveState"), service.get()) == ("active", "two")


def test_files_and_templates_are_read_under_all_that_the_unit_forbids(service):
    """RestrictSUIDSGID= takes openat2(2) away."""
    pages, texts = (service.machine.root / "srv" / name for name in ["pages", "texts"])
    pages.mkdir(mode=0o755, parents=True)
    texts.mkdir(mode=0o755)
    (texts / "t.html").write_text("template")
    (pages / "a.txt").write_text("file")
    (pages / "link.txt").symlink_to("a.txt")
    service.write("templates: /srv/texts\nroutes: [{path: /, template: t.html}, {path: /f/, static: /srv/pages}]\n")
    service.machine.run("systemctl", "reload", "tined")
    assert [service.get(path) for path in ["/", "/f/a.txt", "/f/link.txt"]] == ["template", "file", "file"]
    service.write(site("two"))
    service.machine.run("systemctl", "reload", "tined")


def test_an_upgrade_makes_the_new_process_the_main_one(service):
    before = service.main_pid()
    service.write(site("three"))
    done = service.machine.run(PROGRAM, "upgrade", "--config", "/etc/tined/tined.yaml", check=False)
    assert done.returncode == 0, done.stdout + service.log()
    until(lambda: service.main_pid() not in (0, before), "another main process")
    assert (service.get(), service.show("ActiveState")) == ("three", "active")
    restarts = service.show("NRestarts")
    service.machine.run("systemctl", "reload", "tined")
    assert (service.get(), service.show("NRestarts")) == ("three", restarts)


def test_its_log_files_are_for_its_group_and_are_rotated_as_the_example_does(service):
    service.write("log: {to: /var/log/tined/error.log, access: {to: /var/log/tined/access.log}}\n" + site("three"))
    service.machine.run("systemctl", "reload", "tined")
    folder = service.machine.root / "var/log/tined"
    log = folder / "error.log"
    until(lambda: log.read_text() != "", "a line")
    assert (stat.S_IMODE(folder.stat().st_mode), stat.S_IMODE(log.stat().st_mode)) == (0o750, 0o640)
    shutil.copy(ROOT / "packaging/logrotate", service.machine.root / "etc/logrotate.d/tined")
    service.machine.run("logrotate", "--force", "/etc/logrotate.d/tined")
    assert (folder / "error.log.1").read_text() != ""
    until(lambda: log.exists() and "opened anew" in log.read_text(), "the new file")
    assert service.get() == "three"
    service.write(site("three"))
    service.machine.run("systemctl", "reload", "tined")


def test_a_master_that_stands_still_is_restarted_by_the_watchdog(service):
    before = service.main_pid()
    service.machine.run("kill", f"-{signal.SIGSTOP:d}", before)
    until(lambda: service.main_pid() not in (0, before) and service.show("ActiveState") == "active",
          "another master")
    assert service.get() == "three"


class Load:
    """with Load(service) as load: clients that ask again and again, each time over a new connection."""

    def __init__(self, service):
        self.service, self.failures, self.answered, self.ended = service, [], 0, threading.Event()

    def __enter__(self):
        self.clients = [threading.Thread(target=self._ask) for _ in range(4)]
        for client in self.clients:
            client.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        for client in self.clients:
            client.join()

    def _ask(self):
        while not self.ended.is_set():
            try:
                self.service.get()
                self.answered += 1
            except (OSError, http.client.HTTPException) as why:
                self.failures.append(repr(why))


def stored(service):
    return int(service.show("NFileDescriptorStore"))


def test_the_sockets_and_the_roll_are_in_the_store(service):
    until(lambda: stored(service) == 3, "two sockets and one roll")


def test_no_request_is_lost_when_the_master_is_killed(service):
    for _ in range(3):
        before = service.main_pid()
        workers = service.machine.run("pgrep", "-P", before).stdout.split()
        with Load(service) as load:
            until(lambda: load.answered > 20, "some answers")
            service.machine.run("kill", "-9", before)
            until(lambda: service.main_pid() not in (0, before) and service.show("ActiveState") == "active",
                  "the next master")
            until(lambda: service.machine.run("ps", "-o", "pid=", "-p", ",".join(workers), check=False).stdout == "",
                  "the workers that were left are gone")
            answered = load.answered
            until(lambda: load.answered > answered + 20, "more answers")
        assert load.failures == []
    until(lambda: stored(service) == 3, "two sockets and one roll")


def test_no_request_is_lost_by_a_restart(service):
    with Load(service) as load:
        until(lambda: load.answered > 20, "some answers")
        service.machine.run("systemctl", "restart", "tined")
        answered = load.answered
        until(lambda: load.answered > answered + 20, "more answers")
    assert load.failures == []


def test_a_stop_leaves_no_process_behind(service):
    service.machine.run("systemctl", "stop", "tined")
    assert service.machine.run("pgrep", "tined", check=False).stdout == ""
    assert service.show("Result") == "success"


def test_systemd_listens_and_starts_it_at_the_first_connection(service):
    units = service.machine.root / "etc/systemd/system"
    text = (ROOT / "systemd/tined.socket").read_text()
    ports = [free_port(), free_port()]
    (units / "tined.socket").write_text(
        text.replace("ListenStream=80", "".join(f"ListenStream=127.0.0.1:{port}\n" for port in ports)))
    (service.machine.root / "etc/tined/tined.yaml").write_text(
        "listen: [systemd]\nworkers: 2\nsupervise: {trial: 100ms}\n" + site("four"))
    service.machine.run("systemctl", "daemon-reload")
    service.machine.run("systemctl", "start", "tined.socket")
    assert service.show("ActiveState") == "inactive"
    for port in ports:
        service.port = port
        assert service.get() == "four"
    service.machine.run("systemctl", "reload", "tined")
    before = service.main_pid()
    assert service.machine.run(PROGRAM, "upgrade", "--config", "/etc/tined/tined.yaml").returncode == 0
    until(lambda: service.main_pid() not in (0, before), "another main process")
    assert service.get() == "four"
    with Load(service) as load:
        until(lambda: load.answered > 20, "some answers")
        service.machine.run("systemctl", "restart", "tined")
        answered = load.answered
        until(lambda: load.answered > answered + 20, "more answers")
    assert load.failures == []
    service.machine.run("systemctl", "stop", "tined.socket", "tined.service")


@pytest.mark.parametrize("name", ["tined.service", "tined@.service"])
def test_the_unit_is_as_closed_as_it_can_be(name, folder):
    (folder / name).write_text(unit(name).replace(PROGRAM, "/bin/true"))
    done = subprocess.run(["systemd-analyze", "security", "--offline=true", "--no-pager", folder / name],
                          capture_output=True, text=True, check=False)
    score = re.search(r"Overall exposure level for \S+: ([0-9.]+)", done.stdout)
    assert score, done.stderr
    assert float(score[1]) <= 1.5
    assert "ignoring" not in done.stderr
