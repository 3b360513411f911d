"""The documents are true: their sites are right and answer as they say, and what they name is there."""
import os
import pathlib
import re
import subprocess

import pytest

import documents
from documents import DOCUMENTS, ROOT, SITES

TINED = pathlib.Path(os.environ["TINED"]).resolve()
WRITTEN_ADDRESS = "http://127.0.0.1:8888"


@pytest.fixture(autouse=True)
def surroundings(monkeypatch):
    """Commands find `tined` and no proxy; no secret of this machine takes the place of a default."""
    monkeypatch.setenv("PATH", f"{TINED.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.delenv("COOKIE_KEY", raising=False)


def write_site(folder, site):
    for name, text in {**site.files, "tined.yaml": site.yaml}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def check(folder):
    return subprocess.run([TINED, "check"], cwd=folder, capture_output=True, text=True, timeout=20,
                          check=False)


def named(sites):
    return [pytest.param(site, id=site.place) for site in sites]


@pytest.mark.parametrize("site", named(s for s in SITES if not s.is_wrong))
def test_a_site_of_the_documents_is_right(tmp_path, site):
    write_site(tmp_path, site)
    done = check(tmp_path)
    assert (done.stdout, done.stderr, done.returncode) == ("ok\n", "", 0)


@pytest.mark.parametrize("site", named(s for s in SITES if s.is_wrong))
def test_a_wrong_site_of_the_documents_is_refused_in_the_words_they_show(tmp_path, site):
    write_site(tmp_path, site)
    done = check(tmp_path)
    assert (done.stdout, done.stderr, done.returncode) == ("", site.complaint, 78)


@pytest.mark.parametrize("site", named(s for s in SITES if s.consoles))
def test_the_commands_of_the_documents_print_what_they_show(tmp_path, serve_folder, site):
    write_site(tmp_path, site)
    daemon = serve_folder(tmp_path, "--workers", "1")
    address = f"http://127.0.0.1:{daemon.port}"
    for console in site.consoles:
        for command, told in documents.commands_of(console):
            done = subprocess.run(["sh", "-c", command.replace(WRITTEN_ADDRESS, address)],
                                  cwd=tmp_path, stdout=subprocess.PIPE, text=True, timeout=20,
                                  check=False)
            printed = done.stdout.replace(address, WRITTEN_ADDRESS)
            assert documents.is_as_told(told, printed), f"{command}\nprinted: {printed}told: {told}"


def test_every_yaml_block_is_tried_or_is_a_file():
    untried = [block.place for document in DOCUMENTS for block in documents.blocks_of(document)
               if block.language == "yaml" and block.first_line not in documents.MARKS
               and not documents.file_name(block)]
    assert len(SITES) > 10
    assert untried == []


def anchor(heading):
    """As GitHub makes it of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_link_leads_to_a_file_or_a_heading(document):
    wrong = []
    for link in re.findall(r"\]\(([^)\s]+)\)", document.read_text()):
        name, _, heading = link.partition("#")
        target = (document.parent / name) if name else document
        if not target.exists():
            wrong.append(link)
        elif heading:
            headings = re.findall(r"^#+ (.*)$", target.read_text(), re.MULTILINE)
            if heading not in map(anchor, headings):
                wrong.append(link)
    assert wrong == []


def test_a_source_file_that_the_documents_name_exists():
    built = ROOT / "build"
    sources = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("*/**/*.[ch]pp")
               if built not in path.parents}
    names = {path.rpartition("/")[2] for path in sources}
    text = "\n".join(document.read_text() for document in DOCUMENTS)
    mentioned = set(re.findall(r"`((?:[a-z]+/)*[a-z_]+\.[ch]pp)`", text))
    assert len(mentioned) > 30
    assert mentioned - sources - names == set()


def test_a_test_that_the_documents_name_exists():
    sources = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("*_test.cpp"))
    sources += "\n".join(path.read_text() for path in (ROOT / "tests/process").glob("test_*.py"))
    text = "\n".join(document.read_text() for document in DOCUMENTS)
    mentioned = set(re.findall(r"`(test_[a-z0-9_]+)`", text))
    assert len(mentioned) > 25
    assert [name for name in sorted(mentioned) if f"def {name}(" not in sources] == []


def test_every_dependency_has_its_line():
    text = (ROOT / "docs/dependencies.md").read_text().lower()
    cmake = (ROOT / "cmake/libraries.cmake").read_text()
    libraries = re.findall(r"find_package\((\w[\w-]*)|IMPORTED_TARGET (\w+)", cmake)
    libraries = {a or b for a, b in libraries} - {"PkgConfig"}
    packages = set(re.findall(r"\blib[\w.-]+-dev\b", (ROOT / "packaging/packages.sh").read_text()))
    assert len(libraries) > 5 and len(packages) > 5
    assert [name for name in libraries | packages if name.lower() not in text] == []
