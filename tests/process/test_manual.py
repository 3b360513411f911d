"""The manual pages are true: what they list is what the program reads, no more and no less."""
import os
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = [ROOT / "man/tined.8", ROOT / "man/tined.yaml.5"]


def sources(*folders):
    return {path: path.read_text() for folder in folders
            for path in sorted((ROOT / folder).glob("*.cpp"))}


def keys_that_are_read():
    """Every key that config/ and handlers/ take out of a mapping: by a literal, or by a table of theirs."""
    files = sources("config", "handlers")
    text = "\n".join(files.values())
    keys = set(re.findall(r'\b(?:take|read|optional|compiled)\(\s*"(\w+)"', text))
    keys |= set(re.findall(r'^\s*\{"(\w+)", (?:true|false), read_', text, re.MULTILINE))
    keys |= set(re.findall(r'MethodKey\{"(\w+)"', text))
    keys |= set(re.findall(r'group\.entries, "(\w+)"', files[ROOT / "config/include.cpp"]))
    of_site = re.search(r"keys_of_site = \{([^}]*)\}", files[ROOT / "config/load.cpp"])[1]
    return keys | set(re.findall(r'"(\w+)"', of_site))


def keys_of_the_page():
    """The heads of the page's lists: `.It Ic key , key : No what it takes`."""
    keys = set()
    for head in re.findall(r"^\.It Ic (.*)$", PAGES[1].read_text(), re.MULTILINE):
        keys |= set(re.findall(r"\w+", head.split(" : ")[0]))
    return keys


def keys_that_come_later():
    text = "\n".join(sources("config", "handlers").values())
    lists = re.findall(r"\blater\(\{([^}]*)\}\)|later(?:_group_keys|\[\]) = \{([^}]*)\}", text)
    return {key for pair in lists for key in re.findall(r'"(\w+)"', "".join(pair))}


def items_of(heading, section):
    """The names under `.It heading` of the page."""
    page = PAGES[1].read_text().split(f".Sh {section}\n")[1].split("\n.Sh ")[0]
    item = page.split(f".It {heading}\n")[1].split("\n.It ")[0]
    return {name for line in re.findall(r"^\.Cm (.*)$", item, re.MULTILINE)
            for name in re.findall(r"\w+", line)}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_a_page_is_clean(page):
    done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", page], capture_output=True,
                          text=True, check=False)
    assert (done.stdout, done.returncode) == ("", 0)


def test_every_key_that_is_read_is_in_the_page():
    keys = keys_that_are_read()
    assert len(keys) > 80
    assert sorted(keys - keys_of_the_page()) == []


def test_every_key_of_the_page_is_read():
    assert sorted(keys_of_the_page() - keys_that_are_read()) == []


def test_every_key_that_comes_later_is_told_in_the_page():
    told = PAGES[1].read_text().split(".Sh CAVEATS\n")[1]
    later = keys_that_come_later()
    assert len(later) > 20
    assert sorted(later - set(re.findall(r"\w+", told))) == []


def test_the_page_has_the_filters_that_there_are():
    text = "\n".join(sources("template", "handlers").values())
    filters = set(re.findall(r'add_filter\("(\w+)"', text))
    assert len(filters) > 25
    assert items_of("filters", "TEMPLATES") == filters


def test_the_page_has_the_tests_that_there_are():
    text = (ROOT / "template/tests_builtin.cpp").read_text()
    tests = set(re.findall(r'add_test\("(\w+)"|^    \{"(\w+)", ', text, re.MULTILINE))
    assert len(tests) > 15
    assert items_of("tests", "TEMPLATES") == {a or b for a, b in tests}


def test_the_page_has_the_statements_that_there_are():
    text = (ROOT / "template/parser_statement.cpp").read_text()
    statements = set(re.findall(r'\{"(\w+)", &Parser::parse_', text)) | {"raw"}
    words_about_for = {"loop", "else", "recursive"}
    assert len(statements) > 6
    assert items_of("statements", "TEMPLATES") - words_about_for == statements


def test_every_option_of_help_is_in_the_page_and_no_other():
    done = subprocess.run([os.environ["TINED"], "--help"], cwd="/", capture_output=True, text=True,
                          timeout=20, check=True)
    shown = set(re.findall(r"(?<![\w-])--([a-z][a-z-]*)", done.stdout))
    page = PAGES[0].read_text()
    told = set(re.findall(r"^\.It Fl (?:\w , )?-([a-z][a-z-]*)", page, re.MULTILINE))
    assert len(shown) > 8
    # What a command alone takes is not in the page of all.
    assert told - {"templates", "no-autoescape"} == shown
