"""The control socket: `tined status`, `reload` and `stop` wait, and tell the truth by their exit codes."""
import json
import os
import pathlib
import re
import shutil
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

    def run(*words, env=None):
        done = subprocess.run([TINED, *words], cwd=folder, capture_output=True, text=True, timeout=PATIENCE,
                              stdin=subprocess.DEVNULL, check=False, env=env)
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
    assert status["file"] == os.path.realpath(daemon.folder / "tined.yaml")
    assert sorted(worker["pid"] for worker in status["workers"]) == sorted(daemon.workers())
    assert sum(worker["requests"] for worker in status["workers"]) == 5
    code, said, _ = command("status")
    assert (code, f"pid {daemon.pid}, serving; started " in said, daemon.urls[0] in said) == (0, True, True)


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
    assert (code, said) == (78, "")
    assert 'tined: tined.yaml:3:1: lisen: unknown key; did you mean "listen"?' in complained
    assert daemon.get() == (200, "one")


def test_what_a_file_that_cannot_be_read_at_all_hides_is_named_on_the_command_line(site, command, folder):
    site(SITE)
    (folder / "tined.yaml").write_text("a: [")
    code, _, complained = command("reload", "--set", f"control={folder}/control.sock")
    assert (code, "tined.yaml:" in complained) == (78, True)


HIDDEN = "routes: [{path: /, text: one}]\n"


def test_a_master_is_found_though_its_file_is_broken_or_gone_or_names_another_place(site, run, folder):
    runtime = {**os.environ, "XDG_RUNTIME_DIR": str(folder)}
    daemon = site(HIDDEN, env=runtime)

    def command(*words):
        done = subprocess.run([TINED, *words, "--config", str(folder / "tined.yaml")], cwd="/", env=runtime,
                              capture_output=True, text=True, timeout=PATIENCE, check=False)
        return done.returncode, done.stdout, done.stderr

    for text in ["a: [", HIDDEN + "lisen: 1\n", HIDDEN + "control: elsewhere.sock\n", ""]:
        (folder / "tined.yaml").write_text(text)
        code, said, complained = command("status", "--json")
        assert (code, complained) == (0, ""), text
        assert json.loads(said)["pid"] == daemon.pid
    (folder / "tined.yaml").unlink()
    assert command("status")[0] == 0
    assert command("reload")[0] == 78
    assert command("stop") == (0, "stopped\n", "")


def test_where_the_master_is_not_found_the_faults_of_the_file_come_first(site, command, folder):
    site(SITE)
    (folder / "tined.yaml").write_text("a: [")
    code, _, complained = command("status")
    lines = complained.splitlines()
    assert code == 78
    assert lines[0].startswith("tined: tined.yaml:")
    assert lines[-1] == "tined: if it listens for commands elsewhere, name its socket: --set control=PATH"
    assert len(lines) == len(set(lines))
    assert command("status", "--set", "control=control.sock")[0] == 0


def test_a_place_that_is_named_is_the_only_one(site, command, folder):
    """Two masters of one file: who has stopped the one must not stop the other by the same command."""
    runtime = {**os.environ, "XDG_RUNTIME_DIR": str(folder)}
    left = site(HIDDEN, env=runtime)
    named = site(HIDDEN, "--set", "control=named.sock", env=runtime)
    assert command("stop", "--set", "control=named.sock", env=runtime)[:2] == (0, "stopped\n")
    named.wait()
    for word in ["status", "stop"]:
        code, _, complained = command(word, "--set", "control=named.sock", env=runtime)
        assert (code, "named.sock" in complained) == (1, True)
    assert json.loads(command("status", "--json", env=runtime)[1])["pid"] == left.pid


def test_a_master_is_found_where_it_was_started_though_its_file_is_gone(site, command, folder):
    runtime = {**os.environ, "XDG_RUNTIME_DIR": str(folder)}
    daemon = site(HIDDEN, env=runtime)
    (folder / "tined.yaml").unlink()
    assert json.loads(command("status", "--json", env=runtime)[1])["pid"] == daemon.pid


def test_without_any_file_the_socket_alone_names_the_master(site, command, folder):
    daemon = site(SITE)
    (folder / "tined.yaml").unlink()
    assert command("status")[0] == 78
    code, said, _ = command("status", "--json", "--set", "control=control.sock")
    assert (code, json.loads(said)["pid"]) == (0, daemon.pid)


def test_a_site_whose_tests_fail_is_a_wrong_file_for_a_reload_too(site, command, folder):
    site(SITE)
    (folder / "tined.yaml").write_text(SITE + "tests: [{request: GET /, expect: {status: 404}}]\n")
    code, _, complained = command("reload")
    assert (code, "tests[0]: GET /" in complained) == (78, True)


def test_an_upgrade_that_the_file_forbids_is_no_failure_at_work(site, command, folder):
    site(SITE)
    (folder / "tined.yaml").write_text(SITE + "lisen: 1\n")
    assert command("upgrade")[0] == 78
    assert command("upgrade", "--check")[0] == 78


def test_who_asked_for_what_is_in_the_log(site, command):
    daemon = site(SITE)
    command("reload")
    command("stop")
    daemon.wait()
    asked = [line for line in daemon.log.all() if "asked for by pid" in line]
    assert [line.split(": ")[1] for line in asked] == ["reload", "stop"]
    assert asked[0].endswith(f"(uid {os.geteuid()})")


def test_a_master_that_is_stopped_does_not_answer(site, command):
    daemon = site(SITE)
    daemon.signal(signal.SIGSTOP)
    try:
        code, _, complained = command("status")
    finally:
        daemon.signal(signal.SIGCONT)
    assert code == 1
    assert f"control.sock: pid {daemon.pid} does not answer within 5 s (is it stopped, or asked by too many?)" in complained


def test_a_worker_that_stands_still_is_called_stale(site, command):
    daemon = site(SITE, "--workers", "2")
    stopped = daemon.workers()[0]
    os.kill(stopped, signal.SIGSTOP)
    try:
        def phases():
            return {row["pid"]: row["phase"] for row in json.loads(command("status", "--json")[1])["workers"]}

        until(lambda: phases()[stopped] == "stale", "the worker is stale")
        assert sorted(phases().values()) == ["serving", "stale"]
        _, said, _ = command("status")
        assert re.search(rf" {stopped} stale \d", said)
    finally:
        os.kill(stopped, signal.SIGCONT)


def test_the_workers_are_told_in_the_order_of_their_slots(site, command, folder):
    daemon = site(SITE, "--workers", "3")
    victim = json.loads(command("status", "--json")[1])["workers"][0]["pid"]
    os.kill(victim, signal.SIGKILL)
    until(lambda: victim not in daemon.workers() and len(daemon.workers()) == 3, "another worker")
    assert [row["slot"] for row in json.loads(command("status", "--json")[1])["workers"]] == [0, 1, 2]


STRANGER = 61234  # a user who runs nothing else here


@pytest.fixture
def stranger(root):
    """How to start a program as that user, who has no $XDG_RUNTIME_DIR; and his folder in /tmp."""
    place = pathlib.Path(f"/tmp/tined-{STRANGER}")
    environment = {name: value for name, value in os.environ.items() if name != "XDG_RUNTIME_DIR"}
    yield {"user": STRANGER, "group": STRANGER, "extra_groups": [], "env": environment}, place
    shutil.rmtree(place)


def test_a_user_without_a_runtime_folder_has_one_in_tmp(start, folder, stranger):
    how, place = stranger
    start(HIDDEN, "--port", "0", **how).wait_until_ready()
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    done = subprocess.run([TINED, "stop"], cwd=folder, capture_output=True, timeout=PATIENCE, check=False, **how)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"stopped\n", b"")


def test_a_folder_in_tmp_of_somebody_else_is_not_used_and_that_is_said(start, stranger):
    how, place = stranger
    place.mkdir(mode=0o700)
    line = start(HIDDEN, "--port", "0", **how).wait_until_ready().log.wait_for("no control socket")
    assert " warning master: " in line and f"{place} is not a folder of this user alone" in line
    assert line.endswith("name a place by `control`")


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


def test_another_user_is_not_answered_even_if_the_mode_lets_him(root, site, folder):
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
