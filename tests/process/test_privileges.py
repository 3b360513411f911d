"""What master and workers may do, read where the kernel says it: /proc/PID/status."""
import os
import pathlib
import pwd
import re
import subprocess

import pytest

from conftest import TINED

HELLO = "workers: 2\nroutes:\n  - {path: /, text: hello}\n"
KEYS = "cookies: {keys: {1: !env COOKIE_KEY}}\n" + HELLO
SECRET = "0123456789abcdef0123456789abcdef"

# capabilities(7): CHOWN 0, KILL 5, SETGID 6, SETUID 7, NET_BIND_SERVICE 10
FIVE = 1 << 0 | 1 << 5 | 1 << 6 | 1 << 7 | 1 << 10
SETS = ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")


pytestmark = pytest.mark.usefixtures("root")


def status(pid, key):
    text = pathlib.Path(f"/proc/{pid}/status").read_text()
    return re.search(rf"^{key}:\s*(.*)$", text, re.MULTILINE).group(1)


def capabilities(pid):
    return {name: int(status(pid, name), 16) for name in SETS}


def test_a_master_of_root_keeps_five_capabilities_and_workers_none(start):
    daemon = start(HELLO, "--port", "0").wait_until_ready()
    assert capabilities(daemon.pid) == {"CapInh": 0, "CapPrm": FIVE, "CapEff": FIVE,
                                        "CapBnd": FIVE, "CapAmb": 0}
    for worker in daemon.workers():
        found = capabilities(worker)
        assert found.pop("CapBnd") == FIVE  # what it could ever get, if it could execute
        assert set(found.values()) == {0}
        assert status(worker, "NoNewPrivs") == "1"
        assert status(worker, "Seccomp") == "2"
        assert status(worker, "Umask") == "0077"


def test_workers_that_stay_root_have_none_either(start):
    daemon = start("user: root\n" + HELLO, "--port", "0").wait_until_ready()
    for worker in daemon.workers():
        found = capabilities(worker)
        assert status(worker, "Uid").split() == ["0"] * 4
        assert found["CapPrm"] == found["CapEff"] == 0


def test_with_five_it_still_binds_low_ports_and_ends_workers_of_another_user(start, folder):
    port = next(port for port in range(800, 1024) if is_free(port))
    daemon = start(f"listen: 127.0.0.1:{port}\nsupervise: {{drain_timeout: 100ms}}\n" + HELLO)
    daemon.wait_until_ready()
    assert daemon.port == port
    assert daemon.get("/") == (200, "hello")
    assert daemon.stop() == 0


def is_free(port):
    import socket
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_what_the_user_gave_as_ambient_the_master_keeps_and_workers_lose(start, folder):
    """As systemd's User= with AmbientCapabilities= starts it."""
    user = pwd.getpwnam("nobody")
    given = "+net_bind_service,+net_raw"
    (folder / "tined.yaml").write_text(HELLO)
    wrapped = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups",
               f"--inh-caps={given}", f"--ambient-caps={given}"]
    daemon = start(HELLO, "--port", "0", program=wrapped + [TINED]).wait_until_ready()
    kept = capabilities(daemon.pid)
    assert kept["CapPrm"] == kept["CapEff"] == kept["CapAmb"] == 1 << 10
    for worker in daemon.workers():
        found = capabilities(worker)
        assert found["CapPrm"] == found["CapEff"] == found["CapAmb"] == found["CapInh"] == 0


def test_a_user_that_cannot_be_become_is_told(start, folder):
    user = pwd.getpwnam("nobody")
    wrapped = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    daemon = start("user: daemon\n" + HELLO, "--port", "0", program=wrapped + [TINED])
    daemon.wait_until_ready()
    daemon.log.wait_for("warning master: user: daemon is not become: tined was not started as root")


def test_what_root_reads_only_by_its_power_is_refused_at_the_start_not_at_the_reload(run, folder):
    """The file of another user, closed to others: the master gave that power up before it read."""
    user = pwd.getpwnam("nobody")
    key = folder / "key"
    key.write_text(SECRET)
    key.chmod(0o600)
    os.chown(key, user.pw_uid, user.pw_gid)
    code, _, err = run("--port", "0", text="cookies: {keys: {1: !file key}}\n" + HELLO)
    assert code == 78
    assert "key: Permission denied" in err


def test_a_worker_that_holds_keys_leaves_no_core_and_shows_its_memory_to_nobody(start):
    daemon = start(KEYS, "--port", "0", env=dict(os.environ, COOKIE_KEY=SECRET)).wait_until_ready()
    nobody = pwd.getpwnam("nobody").pw_uid
    for worker in daemon.workers():
        limits = pathlib.Path(f"/proc/{worker}/limits").read_text()
        assert re.search(r"^Max core file size +0 +0 ", limits, re.MULTILINE)
        # Of a process that is not dumpable these belong to root (proc(5)).
        assert os.stat(f"/proc/{worker}/mem").st_uid == 0
        tried = subprocess.run(["setpriv", f"--reuid={nobody}", "--clear-groups", "cat",
                                f"/proc/{worker}/environ"], capture_output=True, check=False)
        assert b"Permission denied" in tried.stderr


def test_secrets_of_the_environment_are_wiped_from_workers(start):
    environment = dict(os.environ, COOKIE_KEY=SECRET, OTHER="stays")
    daemon = start(KEYS, "--port", "0", env=environment).wait_until_ready()
    for worker in daemon.workers():
        text = pathlib.Path(f"/proc/{worker}/environ").read_bytes()
        assert SECRET.encode() not in text
        assert b"OTHER=stays" in text
    # The master's are needed for a reload.
    assert SECRET.encode() in pathlib.Path(f"/proc/{daemon.pid}/environ").read_bytes()
