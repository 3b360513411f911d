"""`tined check`: what it says of right sites and of wrong ones.

The corpus: each tests/corpus/site/NAME.yaml must give exactly the lines of NAME.expected, in which
FOLDER stands for the corpus's own path. To add one, write the two files.
"""
import pathlib
import subprocess

import pytest

from clients import TINED

CORPUS = pathlib.Path(__file__).resolve().parents[1] / "corpus" / "site"
FILES = sorted(CORPUS.glob("*.yaml"))

RIGHT = """
routes:
  - {path: "/users/{id:int}", json: {id: "{{ params.id }}"}}
  - {path: /cookie, cookies: {seen: "1"}, text: "{{ cookies.seen }}"}
tests:
  - {request: GET /users/7, expect: {status: 200, json: {id: 7}}}
  - {request: GET /cookie, cookies: {seen: "1"}, expect: {text: "1"}}
"""


def check(cwd, *arguments):
    return subprocess.run([TINED, *arguments], cwd=cwd, capture_output=True, text=True, timeout=60,
                          check=False)


@pytest.mark.parametrize("file", [pytest.param(file, id=file.stem) for file in FILES])
def test_a_wrong_site_gives_exactly_the_lines_expected(file):
    done = check(CORPUS, "check", "--config", file.name)
    expected = file.with_suffix(".expected").read_text()
    assert expected
    lines = done.stderr.replace(str(CORPUS), "FOLDER").splitlines(keepends=True)
    assert all(line.startswith("tined: ") for line in lines)
    assert "".join(line.removeprefix("tined: ") for line in lines) == expected
    assert (done.returncode, done.stdout) == (78, "")


def test_the_corpus_is_not_lost():
    assert len(FILES) >= 40


@pytest.mark.parametrize("arguments", [["check"], ["-t"], ["check", "--config", "tined.yaml"]])
def test_a_right_file_is_ok(tmp_path, arguments):
    (tmp_path / "tined.yaml").write_text(RIGHT)
    done = check(tmp_path, *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("ok\n")


def test_a_test_that_fails_is_told_with_its_place(tmp_path):
    (tmp_path / "tined.yaml").write_text(RIGHT.replace("json: {id: 7}}}", "json: {id: 8}}}"))
    done = check(tmp_path, "check")
    assert (done.returncode, done.stdout) == (78, "")
    assert done.stderr.startswith("tined: tined.yaml:6:5: tests[0]: GET /users/7: expected")
    assert done.stderr.count("\n") == 1


def test_check_opens_no_port(tmp_path, site):
    port = site("routes: [{path: /, text: a}]").port
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "tined.yaml").write_text(f"listen: 127.0.0.1:{port}\n" + RIGHT)
    assert check(tmp_path / "other", "check").returncode == 0


def test_a_flag_overrides_the_file_and_is_checked_as_it_is(tmp_path):
    (tmp_path / "tined.yaml").write_text(RIGHT)
    assert check(tmp_path, "check", "--set", "routes[1].text=a").returncode == 78
    done = check(tmp_path, "check", "--set", "routes[1].text={{ usr }}")
    assert done.returncode == 78
    assert "--set" in done.stderr and "usr" in done.stderr


def test_a_file_that_is_not_there_is_told(tmp_path):
    done = check(tmp_path, "check", "--config", "none.yaml")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (78, "", 1)
    assert "none.yaml" in done.stderr


def test_a_user_and_a_spool_that_are_not_there_are_told(tmp_path):
    (tmp_path / "tined.yaml").write_text(f"user: nosuchuser:staff\nspool: {tmp_path}/none\n" + RIGHT)
    done = check(tmp_path, "check")
    assert done.returncode == 78
    assert 'tined.yaml: user: there is no user "nosuchuser"' in done.stderr
    assert f"tined.yaml: spool: there is no folder {tmp_path}/none" in done.stderr


@pytest.mark.parametrize("line,said", [
    ("pid_file: none/pid", "tined.yaml: pid_file: write into none: No such file or directory"),
    ("pid_file: .", "tined.yaml: pid_file: write .: Is a directory"),
    ("pid_file: tined.yaml", "tined.yaml: pid_file: write tined.yaml, which is no pid file: File exists"),
    ("control: none/control.sock", "tined.yaml: control: write into none: No such file or directory"),
    ("control: tined.yaml", "tined.yaml: control: tined.yaml is there, and is no socket"),
    ("log: {to: none/log}", "tined.yaml: log.to: write into none: No such file or directory"),
    ("log: {to: ./tined.yaml/log}", "tined.yaml: log.to: write into ./tined.yaml: Not a directory"),
    ("log: {access: {to: ./}}", "tined.yaml: log.access.to: open ./: Is a directory"),
    ("listen: 'unix:none/http.sock'", "tined.yaml:1:9: listen: write into none: No such file or directory"),
    ("listen: [{address: 'unix:http.sock', group: nosuchgroup}]", 'tined.yaml:1:10: listen: there is no group "nosuchgroup"'),
])
def test_what_a_start_could_not_write_is_told(tmp_path, line, said):
    (tmp_path / "tined.yaml").write_text(line + "\n" + RIGHT)
    done = check(tmp_path, "check")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"tined: {said}\n"


def test_what_a_start_would_write_is_not_written(tmp_path):
    (tmp_path / "tined.yaml").write_text("pid_file: pid\ncontrol: control.sock\nlisten: unix:http.sock\n"
                                         "log: {to: ./log, access: {to: ./access}}\n" + RIGHT)
    assert check(tmp_path, "check").returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["tined.yaml"]


def test_what_a_running_tined_holds_is_right_for_its_reload(site, run):
    site("pid_file: pid\ncontrol: control.sock\nlisten: [127.0.0.1:0, unix:http.sock]\nlog: {to: stderr}\n" + RIGHT)
    assert run("check")[0] == 0


@pytest.mark.parametrize("line", ["control: off", "control: false", "server_header: false", "server_header: true"])
def test_what_is_no_name_but_a_yes_or_no_is_refused(tmp_path, line):
    (tmp_path / "tined.yaml").write_text(line + "\n" + RIGHT)
    done = check(tmp_path, "check")
    assert (done.returncode, "expected" in done.stderr) == (78, True)
