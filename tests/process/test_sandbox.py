"""What a worker cannot do: break-outs tried by handlers of tined_faulty, and all that must go on."""
import os
import pathlib
import signal

import pytest

from conftest import TINED, until

FAULTY = pathlib.Path(os.environ.get("TINED_FAULTY", TINED.parent / "tests" / "tined_faulty"))

# What is tried, what the kernel says to it, and the system call that the sandbox refuses (None: the
# call itself is allowed, but not for this).
MISDEEDS = {
    "open_passwd": ("EACCES", None),
    "open_shadow": ("EACCES", None),
    "write_file": ("EACCES", None),
    "execute": ("EPERM", "execve"),
    "start_process": ("EPERM", "clone"),
    "trace": ("EPERM", "ptrace"),
    "signal_master": ("EPERM", "kill"),
    "signal_everybody": ("EPERM", "kill"),
    "connect_somewhere": ("EPERM", "socket"),
    "connect_on_a_thread": ("EPERM", "socket"),
    "make_program": ("EPERM", "mmap"),
    "become_root": ("EPERM", "setuid"),
}
SITE = "workers: 1\nroutes:\n  - {path: /, text: hello}\n" + "".join(
    f"  - {{path: /{name}, misbehave: {name}}}\n" for name in MISDEEDS)


def landlock_version():
    """As the kernel says it by landlock_create_ruleset(NULL, 0, 1); at most 0: there is none."""
    import ctypes
    return ctypes.CDLL(None, use_errno=True).syscall(444, None, 0, 1)


@pytest.fixture
def faulty(start):
    return lambda text, *arguments: start(text, "--port", "0", *arguments,
                                          program=FAULTY).wait_until_ready()


def test_what_is_in_force_is_told_at_the_start(site):
    daemon = site("workers: 1\n")
    assert daemon.log.wait_for(r" sandbox: ").endswith(
        f"sandbox: seccomp, Landlock ABI {landlock_version()}")


def test_each_break_out_is_refused_and_told_once_and_the_worker_serves_on(faulty):
    daemon = faulty(SITE)
    worker, = daemon.workers()
    for name, (error, _) in MISDEEDS.items():
        assert daemon.get(f"/{name}") == (200, error), name
        assert daemon.get(f"/{name}") == (200, error), name
    calls = {call for _, call in MISDEEDS.values() if call}
    for call in calls:
        daemon.log.wait_for(rf"slot 0: the sandbox refused worker {worker} the system call {call}$")
    assert daemon.workers() == [worker]
    assert daemon.get("/") == (200, "hello")
    assert daemon.stop() == 0
    told = [line for line in daemon.log.all() if "the sandbox refused" in line]
    assert len(told) == len(calls)
    assert not pathlib.Path("/tmp/tined-broke-out").exists()


def test_without_the_sandbox_they_would_work_which_shows_that_the_tests_test_something(faulty):
    daemon = faulty("sandbox: false\n" + SITE)
    daemon.log.wait_for("sandbox: off")
    for name in ("open_passwd", "start_process", "make_program"):
        assert daemon.get(f"/{name}") == (200, "it worked"), name


def test_a_call_that_is_refused_again_after_a_reload_is_told_again(faulty):
    daemon = faulty("supervise: {trial: 0s}\n" + SITE)
    daemon.get("/execute")
    daemon.log.wait_for("the system call execve")
    seen = len(daemon.log.lines)
    daemon.signal(signal.SIGHUP)
    daemon.log.wait_for("reloaded", seen)
    until(lambda: daemon.get("/execute") == (200, "EPERM"), "the new worker")
    daemon.log.wait_for("the system call execve", seen)


def test_files_replaced_while_it_runs_are_served_and_others_are_not(start, folder):
    """By name, as an editor or a deployment replaces them: a new file of the old name."""
    for name in ("static", "templates", "files"):
        (folder / name).mkdir()
    (folder / "static" / "a.txt").write_text("old")
    (folder / "templates" / "a.html").write_text("{% include name %}")
    (folder / "templates" / "b.html").write_text("old")
    (folder / "files" / "one.txt").write_text("old")
    (folder / "secret").write_text("secret")
    (folder / "static" / "link").symlink_to(folder / "secret")
    daemon = start("""workers: 1
static: {/s/: static}
templates: templates
routes:
  - {path: /t, template: a.html, with: {name: "{{ query.name }}"}}
  - {path: /f, file: files/one.txt}
  - {path: /list/, static: {folder: static, listing: true}}
""", "--port", "0").wait_until_ready()
    asked = ("/s/a.txt", "/t?name=b.html", "/f")
    assert [daemon.get(path) for path in asked] == [(200, "old")] * 3
    for path in ("static/a.txt", "templates/b.html", "files/one.txt"):
        (folder / "fresh").write_text("newer")
        (folder / "fresh").rename(folder / path)
    (folder / "templates" / "c.html").write_text("added")
    assert daemon.get("/t?name=c.html") == (200, "added")
    until(lambda: [daemon.get(path) for path in ("/s/a.txt", "/f")] == [(200, "newer")] * 2,
          "the new files")
    assert "a.txt" in daemon.get("/list/")[1]
    assert daemon.get("/s/link")[0] == 404


def test_a_large_body_is_spooled(start):
    daemon = start("workers: 1\nroutes:\n"
                   "  - {path: /, post: {text: '{{ request.body | length }}'}}\n",
                   "--port", "0").wait_until_ready()
    connection = daemon.connect()
    connection.request("POST", "/", b"x" * 1_000_000)
    answer = connection.getresponse()
    assert (answer.status, answer.read()) == (200, b"1000000")
    connection.close()


def test_the_log_has_local_times_in_the_sandbox(start):
    daemon = start("workers: 1\nroutes:\n  - {path: /bad, text: '{{ 1 // 0 }}'}\n", "--port", "0",
                   env=dict(os.environ, TZ="Asia/Kathmandu")).wait_until_ready()
    assert daemon.get("/bad")[0] == 500
    assert "+05:45 error slot 0: " in daemon.log.wait_for(" slot 0: ")


def test_each_worker_has_a_processor_of_its_own(start):
    allowed = sorted(os.sched_getaffinity(0))
    daemon = start(f"affinity: true\nworkers: {len(allowed) + 1}\n", "--port", "0")
    daemon.wait_until_ready()
    found = sorted(tuple(os.sched_getaffinity(pid)) for pid in daemon.workers())
    assert found == sorted([(cpu,) for cpu in allowed] + [(allowed[0],)])
    assert os.sched_getaffinity(daemon.pid) == set(allowed)
