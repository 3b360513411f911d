"""The pid file: whose it is, when it goes, and what is said when it can't be had."""
import os
import signal

HELLO = "routes: [{path: /, text: hello}]\n"


def test_the_pid_file_holds_the_pid_and_is_removed(site, folder):
    daemon = site(HELLO, "--pid-file", "tined.pid")
    assert (folder / "tined.pid").read_text() == f"{daemon.pid}\n"
    assert daemon.stop() == 0
    assert sorted(path.name for path in folder.iterdir()) == ["tined.yaml"]


def test_a_second_one_does_not_take_the_pid_file_of_a_running_one(site, run, folder):
    daemon = site(HELLO, "--pid-file", "tined.pid")
    code, _, err = run("--port", "0", "--pid-file", "tined.pid", "--set", "control=other.sock", text=HELLO)
    assert (code, err.count("\n")) == (1, 1)
    assert "tined.pid is that of a running tined" in err and str(daemon.pid) in err
    assert (folder / "tined.pid").read_text() == f"{daemon.pid}\n"
    assert daemon.get()[0] == 200


def test_the_pid_file_of_a_killed_one_is_in_nobodys_way(site, folder):
    first = site(HELLO, "--pid-file", "tined.pid")
    os.kill(first.pid, signal.SIGKILL)
    assert first.wait() == -signal.SIGKILL
    assert (folder / "tined.pid").read_text() == f"{first.pid}\n"
    second = site(HELLO, "--pid-file", "tined.pid")
    assert (folder / "tined.pid").read_text() == f"{second.pid}\n"


def test_a_pid_file_that_cannot_be_written_is_one_line(run, folder):
    code, _, err = run("--port", "0", "--pid-file", "nowhere/tined.pid", text=HELLO)
    assert code == 1
    assert "pid_file" in err and "nowhere/tined.pid" in err and err.count("\n") == 1
