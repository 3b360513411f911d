"""`tined render`: a template with JSON for data, to standard output, without a tined.yaml."""
import json
import re
import subprocess

import pytest

from clients import TINED


def render(*arguments, stdin="", cwd=None):
    return subprocess.run([TINED, "render", *map(str, arguments)], input=stdin, cwd=cwd,
                          capture_output=True, text=True, timeout=20, check=False)


def rendered(*arguments, **options):
    done = render(*arguments, **options)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture(name="folder")
def templates(tmp_path):
    for name, text in {
            "page.html": "{% extends 'base.html' %}{% block body %}{{ x }}{% endblock %}",
            "base.html": "<p>{% block body %}{% endblock %}</p>\n",
            "plain.txt": "{{ x }}\n", "sub/deep.html": "{% include 'plain.txt' %}|{{ x }}",
            "data.json": json.dumps({"x": "<ä>", "list": [1, 2.0, None, True]}),
            "list.txt": "{% for x in list %}{{ x }} {% endfor %}"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_a_file_is_rendered_with_a_file_s_data(folder):
    assert rendered(folder / "page.html", folder / "data.json") == "<p>&lt;ä&gt;</p>"
    assert rendered("plain.txt", "data.json", cwd=folder) == "<ä>"
    assert rendered("list.txt", "data.json", cwd=folder) == "1 2.0 None True "


def test_without_data_names_are_undefined(folder):
    assert rendered("page.html", cwd=folder) == "<p></p>"


def test_data_may_come_by_standard_input(folder):
    assert rendered("page.html", "-", stdin='{"x": 7}', cwd=folder) == "<p>7</p>"


def test_a_template_may_come_by_standard_input(folder):
    assert rendered("-", "data.json", stdin="{{ x }}\n", cwd=folder) == "<ä>"
    assert rendered("-", stdin="{{ 6 * 7 }}") == "42"


def test_with_templates_the_name_is_one_of_that_folder(folder):
    assert rendered("sub/deep.html", folder / "data.json", "--templates", folder) == (
        "<ä>|&lt;ä&gt;")
    assert rendered("-", "--templates", folder, stdin="{% include 'base.html' %}") == "<p></p>"


def test_autoescaping_can_be_off(folder):
    assert rendered("page.html", "data.json", "--no-autoescape", cwd=folder) == "<p><ä></p>"


def test_the_settings_of_templates_can_be_set(folder):
    text = "{% if true %}\nyes\n{% endif %}\n"
    assert rendered("-", stdin=text) == "\nyes\n"
    assert rendered("-", "--set", "templates.trim_blocks=true", stdin=text) == "yes\n"


@pytest.mark.parametrize("data, place", [
    ('{"a": }', "data.json:1:7: "), ('{"a": 1,\n "b" 2}', "data.json:2:6: "), ("", "data.json:1:1: "),
    ("[1]", "data.json: "), ("7", "data.json: ")])
def test_bad_data_is_told_with_its_place(folder, data, place):
    (folder / "data.json").write_text(data)
    done = render("plain.txt", "data.json", cwd=folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("tined: " + place)
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("template, place", [
    ("one\n  {{ x | uper }}\n", "wrong.html:2:"), ("{% if x %}", "wrong.html:1:"),
    ("{{ x", "wrong.html:1:"), ("{% include 'none.html' %}", "wrong.html:1:")])
def test_a_template_that_is_wrong_is_told_with_its_place(folder, template, place):
    (folder / "wrong.html").write_text(template)
    done = render("wrong.html", cwd=folder)
    assert (done.returncode, done.stdout) == (78, "")
    assert done.stderr.startswith("tined: " + place)
    _, line, caret = done.stderr.splitlines()
    assert line.removeprefix("tined:     ") == template.splitlines()[int(place[-2]) - 1]
    assert re.fullmatch(r"tined:  *\^", caret)


def test_what_led_to_what_fails_is_told(folder):
    (folder / "outer.html").write_text("\n{% include 'inner.html' %}")
    (folder / "inner.html").write_text("{{ 1 // 0 }}")
    done = render("outer.html", cwd=folder)
    assert done.stderr.splitlines() == [
        "tined: inner.html:1:6: division by zero", "tined:     {{ 1 // 0 }}", "tined:          ^",
        "tined:     included at outer.html:2:12"]


def test_what_fails_while_rendering_prints_nothing_and_is_told_with_its_place(folder):
    (folder / "failing.html").write_text("a\nb {{ 1 // 0 }}")
    done = render("failing.html", cwd=folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("tined: failing.html:2:")
    assert "zero" in done.stderr


def test_an_endless_template_ends(folder):
    (folder / "endless.html").write_text("{% for a in range(100000) %}{% for b in range(100000) %}"
                                         "x{% endfor %}{% endfor %}")
    (folder / "itself.html").write_text("{% include 'itself.html' %}")
    for name in ["endless.html", "itself.html"]:
        done = render(name, cwd=folder)
        assert (done.returncode != 0, done.stdout) == (True, "")
        assert done.stderr.startswith("tined: ")


@pytest.mark.parametrize("arguments, code", [
    (["none.html"], 78), (["plain.txt", "none.json"], 1), (["-", "-"], 2), ([], 2),
    (["../outside.html", "--templates", "."], 78), (["plain.txt", "--templates", "none"], 1),
    (["plain.txt", "--no-such-flag"], 2)])
def test_what_is_not_there_is_one_line(folder, arguments, code):
    (folder.parent / "outside.html").write_text("outside")
    done = render(*arguments, cwd=folder)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith("tined: ")
    assert done.stderr.count("\n") == 1
