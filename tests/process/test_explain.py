"""`tined explain`: what would answer a request, by which lines, and where each value comes from."""
import json

SITE = """
limits: {idle_timeout: 5m}
cookies: {keys: {1: !env EXPLAIN_KEY}}
headers: {X-Token: !env EXPLAIN_KEY}
routes:
  - {path: "/users/{id:int}", get: {text: "{{ params.id }}"}}
  - {path: "/users/{name}", text: name}
"""
KEY = "0123456789abcdef0123456789abcdef"


def test_the_winner_and_the_losers_are_told_with_their_lines(run, monkeypatch):
    monkeypatch.setenv("EXPLAIN_KEY", KEY)
    code, out, err = run("explain", "GET", "/users/7", text=SITE)
    assert (code, err) == (0, "")
    assert "answered by /users/{id:int}  tined.yaml:6:" in out
    assert "comes after: in segment 2, {id:int} goes before {name:string}" in out
    assert "tined.yaml:2:" in next(line for line in out.splitlines() if "idle_timeout" in line)
    assert "default" in next(line for line in out.splitlines() if "header_timeout" in line)
    assert KEY not in out and "(secret)" in out


def test_the_tables_stay_narrow_whatever_is_written(run, folder):
    (folder / "pages").mkdir()
    site = ("templates:\n  folder: pages\n  bounds: {output: 1MiB, loops: 20000}\n"
            "  globals: {site: {name: shop}, words: [" + ", ".join(["many"] * 40) + "]}\n"
            "routes: [{path: /, text: a}]\n")
    code, out, err = run("explain", "GET", "/", text=site)
    assert (code, err) == (0, "")
    rows = [" ".join(line.split()) for line in out.splitlines()]
    for row in ("templates.folder pages tined.yaml:2:11", "templates.bounds.loops 20000 tined.yaml:3:33",
                "templates.globals.site.name shop tined.yaml:4:26", "idle_timeout 75s default"):
        assert row in rows
    assert max(len(line) for line in out.splitlines() if "words" not in line) < 100


def test_flags_are_sources_too(run, monkeypatch):
    monkeypatch.setenv("EXPLAIN_KEY", KEY)
    code, out, _ = run("explain", "GET", "/users/7", "--json", "--debug", "--set",
                       "limits.form_parts=3", text=SITE)
    limits = {row["name"]: row for row in json.loads(out)["limits"]}
    assert code == 0
    assert (limits["form_parts"]["value"], limits["form_parts"]["from"]) == ("3", "--set")
    assert (limits["debug"]["value"], limits["debug"]["from"]) == ("true", "--debug")


def test_headers_are_part_of_the_question(run):
    site = "routes: [{host: a.example, path: /, routes: [{path: /, text: a}]}]\n"
    for header, outcome in (("Host: a.example", "answered by /"), ("Host: b.example", "404")):
        code, out, _ = run("explain", "GET", "/", "--header", header, text=site)
        assert code == 0
        assert outcome in out


def test_what_is_no_request_is_refused(run):
    site = "routes: [{path: /, text: a}]\n"
    for arguments, said in ((["GET"], "METHOD and URL are required"),
                            (["GET", "x y"], "the request is refused"),
                            (["GET", "/", "--header", "x"], "--header: expected NAME: VALUE")):
        code, out, err = run("explain", *arguments, text=site)
        assert (code, out) == (2, "")
        assert said in err


def test_a_wrong_file_is_told_as_check_tells_it(run):
    code, out, err = run("explain", "GET", "/", text="routes: [{path: /, tekst: a}]\n")
    assert (code, out) == (78, "")
    assert "tined.yaml:1:" in err
