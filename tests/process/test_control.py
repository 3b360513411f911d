"""The control socket: `tined status`, `reload` and `stop` wait, and tell the truth by their exit codes."""
import json
import os
import signal
import socket
import stat
import subprocess

import pytest

from conftest import PATIENCE, TINED, is_running, until

SITE = "control: control.sock\nroutes: [{path: /, text: one}]\n"


@pytest.fixture
def command(folder):
    """command(words..): runs tined with these in the site's folder; (code, stdout, stderr)."""

    def run(*words):
        done = subprocess.run([TINED, *words], cwd=folder, capture_output=True, text=True, timeout=PATIENCE,
                              stdin=subprocess.DEVNULL, check=False)
        return done.returncode, done.stdout, done.stderr

    return run


def connect(folder):
    client = socket.socket(socket.AF_UNIX)
    client.settimeout(PATIENCE)
    client.connect(str(folder / "control.sock"))
    return client


def read_all(client):
    with client, client.makefile("r") as lines:
        return lines.read()


def test_the_status_has_the_workers_and_what_they_did(site, command):
    daemon = site(SITE, "--workers", "2")
    for _ in range(5):
        assert daemon.get() == (200, "one")
    code, said, _ = command("status", "--json")
    status = json.loads(said)
    assert (code, status["pid"], status["phase"], status["restarts"]) == (0, daemon.pid, "serving", 0)
    assert status["addresses"] == daemon.urls
    assert sorted(worker["pid"] for worker in status["workers"]) == sorted(daemon.workers())
    assert sum(worker["requests"] for worker in status["workers"]) == 5
    code, said, _ = command("status")
    assert (code, f"pid {daemon.pid}, serving since" in said, daemon.urls[0] in said) == (0, True, True)


def test_a_reload_is_done_when_the_command_ends(site, command, folder):
    text = "supervise: {trial: 0s}\n" + SITE
    daemon = site(text)
    (folder / "tined.yaml").write_text(text.replace("one", "two"))
    code, said, _ = command("reload")
    assert (code, daemon.urls[0] in said) == (0, True)
    assert said.splitlines()[1:] == ["routes: 1 changed"]
    assert daemon.get() == (200, "two")
    (folder / "tined.yaml").write_text("workers: 1\n" + text.replace("one", "two"))
    assert command("reload")[1].splitlines()[1:] == ["workers: set to 1"]
    assert command("reload")[1].splitlines()[1:] == ["the file says what it said before"]
    assert json.loads(command("status", "--json")[1])["generation"] == 4


def test_a_reload_that_fails_says_why_and_changes_nothing(site, command, folder):
    daemon = site(SITE)
    (folder / "tined.yaml").write_text(SITE + "lisen: 1\n")
    code, said, complained = command("reload")
    assert (code, said) == (1, "")
    assert 'tined: tined.yaml:3:1: lisen: unknown key; did you mean "listen"?' in complained
    assert daemon.get() == (200, "one")


def test_what_a_file_that_cannot_be_read_at_all_hides_is_named_on_the_command_line(site, command, folder):
    site(SITE)
    (folder / "tined.yaml").write_text("a: [")
    code, _, complained = command("reload", "--set", f"control={folder}/control.sock")
    assert (code, "tined.yaml:" in complained) == (1, True)


def test_a_stop_has_ended_the_master_and_its_workers_when_the_command_ends(site, command, folder):
    daemon = site(SITE)
    workers = daemon.workers()
    assert command("stop") == (0, "stopped\n", "")
    assert daemon.wait() == 0
    assert [pid for pid in workers if is_running(pid)] == []
    assert not (folder / "control.sock").exists()


def test_a_master_that_is_killed_while_a_command_waits_is_no_success(site, command, folder):
    daemon = site(SITE)
    client = connect(folder)
    assert client.makefile("r").readline() == f"tined 1 {daemon.pid} {folder.resolve()}/tined.yaml\n"
    os.kill(daemon.pid, signal.SIGSTOP)
    waiting = subprocess.Popen([TINED, "stop"], cwd=folder, stderr=subprocess.PIPE, text=True)
    try:
        os.kill(daemon.pid, signal.SIGKILL)
        assert waiting.wait(PATIENCE) == 1
        assert waiting.stderr.read() != ""
    finally:
        waiting.kill()
        waiting.wait()
        waiting.stderr.close()
        client.close()


def test_without_a_master_a_command_says_where_it_looked(command, folder):
    (folder / "tined.yaml").write_text(SITE)
    code, _, complained = command("status")
    assert code == 1
    assert f"tined: no running tined that serves {folder.resolve()}/tined.yaml\n" in complained
    assert "control.sock: No such file or directory" in complained


def test_without_the_key_the_place_is_found_by_the_file(site, command):
    daemon = site("routes: [{path: /, text: one}]\n", env={**os.environ, "XDG_RUNTIME_DIR": os.getcwd()})
    code, said, complained = command("status", "--json")
    assert (code, complained) == (0, "")
    assert json.loads(said)["pid"] == daemon.pid


def test_the_socket_is_for_its_user_alone(site, folder):
    site(SITE)
    assert stat.S_IMODE((folder / "control.sock").stat().st_mode) == 0o600


@pytest.mark.skipif(os.geteuid() != 0, reason="needs another user")
def test_another_user_is_not_answered_even_if_the_mode_lets_him(site, folder):
    site(SITE)
    (folder / "control.sock").chmod(0o666)
    done = subprocess.run([TINED, "status"], cwd=folder, capture_output=True, text=True, timeout=PATIENCE,
                          user="nobody", check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "does not answer to this user" in done.stderr


def test_a_dead_masters_socket_is_replaced(site, launch, folder, command):
    first = site(SITE)
    first.process.kill()
    first.wait()
    assert (folder / "control.sock").exists()
    second = launch(folder, "--port", "0").wait_until_ready()
    assert json.loads(command("status", "--json")[1])["pid"] == second.pid


def test_a_second_tined_on_the_same_socket_says_so_and_ends(site, launch, folder, command):
    first = site(SITE)
    second = launch(folder, "--port", "0")
    assert second.wait() == 1
    assert "control.sock is another tined's" in second.stderr
    assert json.loads(command("status", "--json")[1])["pid"] == first.pid


def test_clients_that_say_nothing_or_nonsense_disturb_nobody(site, folder, command):
    daemon = site(SITE)
    silent = [connect(folder) for _ in range(3)]
    nonsense = connect(folder)
    nonsense.sendall(b"dance\n")
    answer = read_all(nonsense)
    assert "-tined 0.1.0 does not know the command dance\n=2\n" in answer
    endless = connect(folder)
    with pytest.raises(OSError):
        for _ in range(10_000):
            endless.sendall(b"x" * 1000)
    endless.close()
    assert daemon.get() == (200, "one")
    assert command("status")[0] == 0
    for client in silent:
        client.close()


def test_a_reload_moves_the_socket_and_answers_at_the_old_one(site, command, folder):
    site(SITE)
    client = connect(folder)
    (folder / "tined.yaml").write_text(SITE.replace("control.sock", "other.sock"))
    client.sendall(b"reload\n")
    assert read_all(client).endswith("\n=0\n")
    assert not (folder / "control.sock").exists()
    assert command("status")[0] == 0


def test_the_commands_wait_for_a_reload_that_is_under_way(site, command, folder):
    daemon = site(SITE + "supervise: {trial: 1s}\n")
    client = connect(folder)
    client.sendall(b"reload\n")
    until(lambda: "reloading" in command("status", "--json")[1], "the reload has begun")
    code, _, _ = command("reload")
    assert code == 0
    assert read_all(client).endswith("\n=0\n")
    assert json.loads(command("status", "--json")[1])["generation"] == 3
    assert daemon.get() == (200, "one")


@pytest.mark.parametrize("words", [("upgrade", "--chek"), ("stop", "now"), ("reload", "--bogus"), ("status", "--jsno")])
def test_a_mistyped_word_is_refused_before_anything_is_asked(site, command, words):
    daemon = site(SITE)
    workers = daemon.workers()
    code, _, error = command(*words)
    assert code == 2 and "unknown" in error and words[1] in error
    assert daemon.workers() == workers
