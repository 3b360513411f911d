"""The command line: flags, the site's options, commands, exit codes."""
import os
import re
import socket

import pytest

HELLO = "routes:\n  - {path: /, text: hello}\n"
OPTIONS = """
options:
  greeting: {type: string, default: hello, help: what to say}
  times: {type: int, default: 1}
  loud_voice: {type: bool, default: false}
  password: {type: string, default: hidden-default, secret: true}
routes:
  - {path: /, text: "{{ options.greeting }} {{ options.times + 1 }} {{ options.loud_voice }}"}
"""


def test_version_is_one_line(run):
    code, out, err = run("--version")
    assert code == 0
    assert re.fullmatch(r"tined \d+\.\d+\.\d+\n", out)
    assert err == ""


def test_help_names_every_flag_and_needs_no_file(run):
    code, out, err = run("--help")
    assert code == 0
    for flag in ("--config", "--host", "--port", "--workers", "--debug", "--log-level",
                 "--pid-file", "--set", "--version", "-t", "check", "routes", "render"):
        assert flag in out
    assert "Options of the site" not in out
    assert err == ""


def test_help_shows_the_options_of_the_site(run):
    code, out, _ = run("--help", text=OPTIONS)
    assert code == 0
    section = out.split("Options of the site")[1]
    assert "--greeting" in section and "what to say" in section and '"hello"' in section
    assert "--loud-voice" in section
    assert "hidden-default" not in out


def test_help_works_with_a_broken_file(run):
    code, out, err = run("--help", text="routes: [\n")
    assert code == 0
    assert "--config" in out
    assert err == ""


@pytest.mark.parametrize("command", ["check", "routes", "render"])
def test_a_command_has_help_that_tells_of_the_flags(run, command):
    code, out, err = run(command, "--help")
    assert (code, err) == (0, "")
    assert command in out and "--config" in out and "--set" in out


@pytest.mark.parametrize("arguments, said", [
    (["--prot", "1"], 'unknown option --prot; did you mean --port?'),
    (["--no-such-thing"], "unknown option --no-such-thing"),
    (["--port", "70000"], '--port: expected a port from 0 to 65535, found "70000"'),
    (["--port"], "--port"),
    (["--workers", "0"], '--workers: expected auto or a number from 1 to 1024, found "0"'),
    (["--workers", "many"], '--workers: expected auto or a number from 1 to 1024, found "many"'),
    (["--log-level", "warn"],
     '--log-level: expected debug, info, warning or error, found "warn"; did you mean warning?'),
    (["--debug=perhaps"], '--debug: expected true or false, found "perhaps"'),
    (["--set", "foo"], '--set: expected KEY=VALUE, found "foo"'),
    (["check", "tined.yaml"], "unknown command tined.yaml; did you mean --config tined.yaml?"),
    (["chekc"], 'unknown command chekc; did you mean check?'),
    (["render"], "TEMPLATE"),
    (["--greetign=x"], "unknown option --greetign; did you mean --greeting?"),
    (["--times=many"], '--times: expected a whole number, found "many"'),
    (["--loud-voice=x"], "--loud_voice: expected true or false"),
])
def test_a_wrong_command_line_is_one_line_and_code_2(run, arguments, said):
    code, out, err = run(*arguments, text=OPTIONS)
    assert code == 2
    assert out == ""
    assert err.startswith("tined: ") and err.count("\n") == 1
    assert said in err


def test_a_wrong_secret_is_not_repeated(run):
    text = "options:\n  pin: {type: int, default: 1, secret: true}\nroutes: []\n"
    code, _, err = run("--pin=topsecret", text=text)
    assert code == 2
    assert "topsecret" not in err


def test_no_file_is_code_78_and_says_where_it_looked(run):
    if os.path.exists("/etc/tined/tined.yaml"):
        pytest.fail("this machine has a tined.yaml of its own")
    code, _, err = run()
    assert code == 78
    assert err.count("\n") == 1
    assert "./tined.yaml" in err and "/etc/tined/tined.yaml" in err and "--config" in err


def test_a_file_that_is_not_there_is_code_78(run):
    code, _, err = run("--config", "nowhere.yaml")
    assert code == 78
    assert err.startswith("tined: nowhere.yaml: ") and err.count("\n") == 1


def test_all_errors_of_a_file_are_told_one_a_line(run):
    code, out, err = run(text="wrokers: 1\nroutes:\n  - {path: /, txet: hello}\n")
    assert code == 78
    assert out == ""
    lines = err.splitlines()
    assert all(line.startswith("tined: tined.yaml:") for line in lines)
    assert lines[0].startswith("tined: tined.yaml:1:1: wrokers: ")
    assert 'did you mean "workers"?' in lines[0]
    assert any(line.startswith("tined: tined.yaml:3:15: routes[0].txet: ") for line in lines)


@pytest.mark.parametrize("command", [["check"], ["-t"]])
def test_check_says_ok(run, command):
    assert run(*command, text=HELLO) == (0, "ok\n", "")


def test_check_runs_the_tests_of_the_file(run):
    text = HELLO + ("tests:\n"
                    "  - {request: GET /, expect: {status: 200, contains: hello}}\n"
                    "  - {request: GET /, expect: {status: 404}}\n")
    code, out, err = run("check", text=text)
    assert code == 78
    assert out == ""
    assert err.count("\n") == 1
    assert re.match(r"tined: tined\.yaml:5:\d+: tests\[1\].*: GET /: ", err)


def test_set_overrides_a_scalar_of_the_file(run, site):
    daemon = site(HELLO, "--set", "routes[0].text=changed")
    assert daemon.get() == (200, "changed")


def test_set_names_itself_when_it_is_wrong(run):
    code, _, err = run("check", "--set", "limits.body_sise=1KiB", text=HELLO)
    assert code == 78
    assert err.startswith("tined: --set: limits.body_sise: ")


def test_the_options_of_the_site_are_flags(site):
    daemon = site(OPTIONS, "--greeting=hi there", "--times", "4", "--loud-voice")
    assert daemon.get() == (200, "hi there 5 True")


def test_the_options_of_the_site_have_defaults(site):
    assert site(OPTIONS).get() == (200, "hello 2 False")


def test_an_option_of_the_site_may_not_shadow_a_flag(run):
    code, _, err = run("check", text="options:\n  port: {type: int, default: 1}\nroutes: []\n")
    assert code == 78
    assert "options.port" in err


def test_routes_prints_each_route_with_its_place(run):
    code, out, err = run("routes", text=HELLO + "  - {path: '/users/{id:int}', post: {text: x}}\n")
    assert (code, err) == (0, "")
    assert "tined.yaml:2" in out and "tined.yaml:3" in out
    assert "/users/{id:int}" in out and "POST" in out


def test_host_and_port_replace_listen(start):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        file = f"listen: 127.0.0.1:{taken.getsockname()[1]}\n" + HELLO
        daemon = start(file, "--port", "0").wait_until_ready()
        assert daemon.get() == (200, "hello")
        assert daemon.port != taken.getsockname()[1]


def test_workers_are_as_many_as_the_flag_says(site):
    daemon = site("workers: 1\n" + HELLO, "--workers", "3")
    assert len(daemon.workers()) == 3
