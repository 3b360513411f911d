"""tined's templates beside Jinja2's and Tornado's: the same templates, the same data.

What a line of tests/process/templates/*.txt renders to is asked of `tined render` and of Debian's
python3-jinja2 (tornado.txt: python3-tornado): the text is equal, or both refuse it at the same
line. docs/templates.md lists the differences, which no line here depends on.
"""
import json
import re
import subprocess

import jinja2
import pytest
import tornado.template

import template_cases
from clients import TINED

BETWEEN = "\x1e"


class Ours:
    """A file's templates in a folder, for `tined render`."""

    def __init__(self, folder, cases, ending, settings=()):
        self.folder, self.cases, self.ending = folder, cases, ending
        self.options = [word for key in settings for word in ("--set", f"templates.{key}=true")]
        for name, source in cases.sources(ending).items():
            (folder / name).write_bytes(source.encode())
        self.data = folder / "data.json"
        self.data.write_text(json.dumps(cases.data))

    def render(self, name):
        done = subprocess.run(
            [TINED, "render", "--templates", self.folder, *self.options, name, self.data],
            capture_output=True, timeout=20, check=False)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def render_all(self, lines):
        """One process for all of them: the texts, or those of single renderings if one fails."""
        names = [f"case{line}{self.ending}" for line in lines]
        everything = BETWEEN.join(f"{{% include '{name}' %}}" for name in names)
        (self.folder / "all").write_text(everything)
        code, text, _ = self.render("all")
        if code == 0:
            return text.split(BETWEEN)
        return [f"{code} {error}" if code else text
                for code, text, error in map(self.render, names)]


def environment(cases, ending, settings=()):
    return jinja2.Environment(
        loader=jinja2.DictLoader(cases.sources(ending)), autoescape=lambda name: ending == ".html",
        extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"], **dict.fromkeys(settings, True))


def line_of(error):
    """Where Jinja2 says that a template is wrong, or was when it failed: the innermost line."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return error.lineno
    line, trace = None, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def of_jinja(cases, ending="", settings=()):
    """{line: text, or the error}"""
    jinja = environment(cases, ending, settings)
    results = {}
    for line, _ in cases.templates:
        try:
            results[line] = jinja.get_template(f"case{line}{ending}").render(cases.data)
        except Exception as error:  # pylint: disable=broad-except
            results[line] = error
    return results


def differences(ours, expected):
    lines = list(expected)
    return [f"{ours.cases.name}.txt:{line}: expected {expected[line]!r}, got {text!r}"
            for line, text in zip(lines, ours.render_all(lines)) if text != expected[line]]


@pytest.mark.parametrize("name, ending", [
    ("expressions", ""), ("statements", ""), ("filters", ""), ("tests", ""), ("macros", ""),
    ("inheritance", ""), ("whitespace", ""), ("html", ".html")])
def test_templates_render_as_jinja2_renders_them(tmp_path, name, ending):
    cases = template_cases.read(name)
    expected = of_jinja(cases, ending)
    assert not [error for error in expected.values() if isinstance(error, Exception)]
    assert differences(Ours(tmp_path, cases, ending), expected) == []


@pytest.mark.parametrize("settings", [
    ["trim_blocks"], ["lstrip_blocks"], ["trim_blocks", "lstrip_blocks"],
    ["trim_blocks", "lstrip_blocks", "keep_trailing_newline"]], ids="+".join)
@pytest.mark.parametrize("name", ["whitespace", "statements"])
def test_white_space_is_kept_as_the_settings_say(tmp_path, name, settings):
    cases = template_cases.read(name)
    expected = of_jinja(cases, "", settings)
    assert differences(Ours(tmp_path, cases, "", settings), expected) == []


def test_what_jinja2_refuses_is_refused_at_the_same_line(tmp_path):
    cases = template_cases.read("errors")
    ours = Ours(tmp_path, cases, "")
    wrong = []
    for line, error in of_jinja(cases).items():
        code, text, told = ours.render(f"case{line}")
        if not isinstance(error, Exception):
            wrong.append(f"{line}: Jinja2 renders {error!r}")
        elif code not in (1, 78) or text:
            wrong.append(f"{line}: Jinja2 says {error!r}, tined renders {text!r}")
        else:
            place = re.match(r"tined: \S+?:(\d+):(\d+): ", told)
            if not place or int(place[1]) != line_of(error):
                wrong.append(f"{line}: Jinja2 says {error!r} at {line_of(error)}, tined {told}")
    assert wrong == []


def test_tornado_s_templates_render_as_tornado_renders_them(tmp_path):
    cases = template_cases.read("tornado")
    loader = tornado.template.DictLoader(cases.sources(), whitespace="all")
    expected = {}
    for line, _ in cases.templates:
        text = loader.load(f"case{line}").generate(**cases.data).decode()
        expected[line] = text.replace("&quot;", "&#34;")
    assert differences(Ours(tmp_path, cases, ".html"), expected) == []


def test_there_are_enough_of_them():
    files = template_cases.FOLDER.glob("*.txt")
    assert sum(len(template_cases.read(file.stem).templates) for file in files) >= 400
