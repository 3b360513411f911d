"""Modules: shared objects with handlers, out of tree, built against what `cmake --install` gives; and the wrong ones.

Here is also what else the installed package is for: programs that link the library, and `tined new module`."""
import http.client
import json
import os
import pathlib
import re
import resource
import shutil
import signal
import socket
import struct
import subprocess
import tempfile

import pytest

from conftest import PATIENCE, TINED, until

ROOT = pathlib.Path(os.environ.get("TINED_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
BUILDING = 300  # seconds: two compilers may have to share a processor with others

PROGRAM = """
#include <tined/tined.hpp>
#include <iostream>

int main() {
    tined::App app;
    app.get("/", [](tined::Request) { return tined::Response::text("hello"); });
    tined::Trial trial(app);
    std::cout << trial.ask("GET /").body << std::endl;
}
"""
LIGHT = """
#include <value/value.hpp>
#include <iostream>

int main() { std::cout << tined::value::Value("hello").print() << std::endl; }
"""
BUILD = f"""
cmake_minimum_required(VERSION 3.25)
project(all LANGUAGES CXX)
find_package(tined 0.1 REQUIRED)
add_executable(program program.cpp)
target_link_libraries(program PRIVATE tined::tined)
enable_testing()
add_subdirectory("{ROOT}/examples/module" example)
add_subdirectory(shop)
foreach(module faults many)
    add_library(${{module}} MODULE ${{module}}.cpp)
    target_link_libraries(${{module}} PRIVATE tined::module)
    set_target_properties(${{module}} PROPERTIES PREFIX "")
endforeach()
"""
FAULTS = """
#include <tined/tined.hpp>
#include <chrono>

namespace {
tined::Response crash(tined::Request) {
    volatile std::uintptr_t wild = 16;
    *reinterpret_cast<volatile int*>(wild) = 1;
    return tined::Response();
}
tined::Task<tined::Response> wait(tined::Request request) {
    co_await tined::sleep_for(std::chrono::hours(1));
    co_return tined::Response::text(request.setting("text"));
}
tined::Response version(tined::Request) { return tined::Response::text("the code that came first"); }
}

TINED_MODULE(tined::Registry& registry) {
    registry.add("crash", crash);
    registry.add("wait", wait, {tined::required_option("text"), tined::option("most", 3)});
    registry.add("version", version);
}
"""
FIRST, LATER = b"the code that came first", b"the code that came later"


def done(*words, cwd=None, env=None):
    """What the command says on standard output; it must succeed."""
    ran = subprocess.run([str(word) for word in words], cwd=cwd, env=env, capture_output=True,
                         text=True, timeout=BUILDING, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def workshop():
    """A folder that every user can enter: who runs the tests as root has workers that are `nobody`."""
    path = pathlib.Path(tempfile.mkdtemp(prefix="tined-test-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def installed(workshop):
    """The folder into which tined is installed."""
    done("cmake", "--install", TINED.parent, "--prefix", workshop / "prefix")
    return workshop / "prefix"


@pytest.fixture(scope="module")
def built(installed, workshop):
    """A build tree out of tree: a program, the example, a new module `shop`, and one with faults."""
    folder = workshop / "tree"
    folder.mkdir()
    (folder / "CMakeLists.txt").write_text(BUILD)
    (folder / "program.cpp").write_text(PROGRAM)
    (folder / "faults.cpp").write_text(FAULTS)
    (folder / "many.cpp").write_text(MANY)
    said = done(installed / "sbin/tined", "new", "module", "shop", cwd=folder)
    assert said.startswith("made shop/: ")
    done("cmake", "-G", "Ninja", "-B", folder / "build", "-S", folder, f"-DCMAKE_PREFIX_PATH={installed}",
         "-DCMAKE_BUILD_TYPE=Debug")
    done("cmake", "--build", folder / "build", "-j", "2")
    return folder / "build"


@pytest.fixture
def faults(built, folder):
    """The module with faults, in the site's folder."""
    shutil.copy(built / "faults.so", folder / "faults.so")
    return folder / "faults.so"


def test_the_installed_library_and_headers_make_a_program(built):
    assert done(built / "program") == "hello\n"


def test_the_tests_of_the_example_and_of_a_new_module_pass(built):
    said = done("ctest", "--output-on-failure", "--test-dir", built)
    assert "100% tests passed, 0 tests failed out of 2" in said


def test_pkg_config_knows_the_library_and_what_a_module_takes(installed, folder):
    environment = {**os.environ, "PKG_CONFIG_PATH": str(next(installed.glob("lib/**/pkgconfig")))}
    flags = done("pkg-config", "--cflags", "--libs", "tined", env=environment).split()
    (folder / "light.cpp").write_text(LIGHT)
    done("c++", "light.cpp", *flags, "-o", "light", cwd=folder)
    assert done(folder / "light") == "hello\n"
    # By itself, before any other header of tined's.
    (folder / "client.cpp").write_text("#include <tined/http/client.hpp>\n")
    done("c++", "-fsyntax-only", "client.cpp", *flags, cwd=folder)
    flags = done("pkg-config", "--cflags", "--libs", "tined-module", env=environment).split()
    assert "-std=c++23" in flags
    assert "-ltined" not in flags


def test_a_shared_library_is_what_the_package_names_where_it_is_asked_for(folder):
    done("cmake", "-G", "Ninja", "-S", ROOT, "-B", folder, "-DBUILD_SHARED_LIBS=ON", "-DTINED_TESTS=OFF")
    found = (folder / "package/tinedConfig.cmake").read_text()
    assert "add_library(tined::tined SHARED IMPORTED)" in found
    assert "/libtined.so." in found
    assert "Requires.private: fmt " in (folder / "package/tined.pc").read_text()


def test_only_public_headers_are_installed_and_each_that_they_include(installed):
    include = installed / "include/tined"
    names = {str(path.relative_to(include)) for path in include.rglob("*.hpp")}
    assert {"tined.hpp", "app/tined.hpp", "app/module.hpp", "event/task.hpp"} <= names
    assert not any(name.startswith("daemon/") for name in names)
    for name in names:
        for included in re.findall(r'^#include "(.*)"', (include / name).read_text(), re.MULTILINE):
            assert included in names, f"{name} includes {included}"


def test_the_example_counts_words(built, site):
    text = (ROOT / "examples/module/tined.yaml").read_text()
    daemon = site(text.replace("build/words.so", str(built / "example/words.so")), "--workers", "1")
    connection = daemon.connect()
    connection.request("POST", "/count", "to be or not to be")
    answer = connection.getresponse()
    assert (answer.status, json.loads(answer.read())) == (200, {"words": 6, "longer": 1})


SITE = """
control: control.sock
workers: 1
modules: [./faults.so]
routes:
  - {path: /, text: one}
  - {path: /crash, handler: crash}
  - {path: /wait, get: {with: {text: done}, handler: wait}}
  - {path: /version, handler: version}
"""


def test_a_crash_costs_the_worker_and_the_log_names_the_module(faults, site):
    daemon = site(SITE)
    [before] = daemon.workers()
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        daemon.get("/crash")
    line = daemon.log.wait_for("was killed by SIGSEGV")
    assert f"worker {before} " in line
    assert re.search(r"it ran GET /crash .*; stack: \./faults\.so\+0x[0-9a-f]+ < ", line)
    until(lambda: daemon.workers() and daemon.workers() != [before], "another worker")
    assert daemon.get() == (200, "one")


def test_what_a_handler_waits_for_is_listed_with_the_line_of_the_module(faults, site, folder):
    daemon = site(SITE)
    connection = daemon.connect()
    connection.request("GET", "/wait")

    def tasks():
        return done(TINED, "tasks", cwd=folder)

    text = until(lambda: (said := tasks()) and "GET /wait" in said and said, "the handler waits")
    line = FAULTS.splitlines().index("    co_await tined::sleep_for(std::chrono::hours(1));") + 1
    assert re.search(rf"\{{anonymous\}}::wait at \S*faults\.cpp:{line}\n", text)
    connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
    until(lambda: "GET /wait" not in tasks(), "its client has reset the connection, and it was cancelled")


def check(folder, text):
    (folder / "tined.yaml").write_text(text)
    ran = subprocess.run([TINED, "check"], cwd=folder, capture_output=True, text=True, timeout=PATIENCE,
                         check=False)
    return ran.returncode, ran.stderr


ROUTE = "routes: [{path: /, get: %s}]\n"


@pytest.mark.parametrize("action, complaint", [
    ("{handler: wiat, with: {text: a}}", 'did you mean "wait"?'),
    ("{handler: wait}", "the handler wait needs the option text"),
    ("{handler: wait, with: {text: a, mots: 3}}", 'did you mean "most"?'),
    ("{handler: wait, with: {text: a, most: many}}", "expected "),
])
def test_what_a_route_gives_a_handler_is_checked_at_its_place(faults, folder, action, complaint):
    code, said = check(folder, "modules: ./faults.so\n" + ROUTE % action)
    assert (code, said.startswith("tined: tined.yaml:2:")) == (78, True), said
    assert complaint in said


def test_of_a_module_that_is_not_there_the_routes_that_need_it_are_not_told_besides(faults, folder):
    code, said = check(folder, "modules: [./faults.so, ./gone.so]\nroutes:\n"
                               "  - {path: /a, handler: a}\n  - {path: /b, handler: b}\n")
    assert (code, said) == (78, "tined: tined.yaml:1:24: modules[1]: ./gone.so: there is no such file\n")


def test_two_modules_with_the_same_handlers_are_refused(faults, folder):
    shutil.copy(faults, folder / "other.so")
    code, said = check(folder, "modules: [./faults.so, ./other.so]\n" + ROUTE % "{handler: version}")
    assert (code, said) == (78, "tined: tined.yaml:1:24: modules[1]: ./other.so: its handler crash has the name "
                                "of one of ./faults.so\n")
    code, said = check(folder, "modules: [./faults.so, faults.so]\n" + ROUTE % "{handler: version}")
    assert (code, "the module faults.so is named twice" in said) == (78, True)


TINY = """
#include <cstdlib>
#include <stdexcept>
struct Description { unsigned interface; const char* version; void (*add)(void*); };
static void add(void*) { %s }
extern "C" { extern const Description tined_module; const Description tined_module = {%s, "9.8.7", add}; }
"""
PLACE = "tined: tined.yaml:1:10: modules: ./tiny.so: "


@pytest.mark.parametrize("body, interface, complaint", [
    ("", "77", r"it is built for interface 77 \(tined 9\.8\.7\), and this tined has interface \d+ \(tined "
               r"[0-9.]+\): build it anew with the headers of this tined\n"),
    ('throw std::runtime_error("no \\n way");', None, r"it threw when it was asked for its handlers: no \\n way\n"),
    ("throw 1;", None, r"it threw when it was asked for its handlers\n"),
    ("std::abort();", None, r"the child that loaded it, and asked for its handlers, was killed by SIGABRT\n"),
    ("std::_Exit(3);", None, r"the child that loaded it, and asked for its handlers, exited with 3\n"),
    ("for (volatile int i = 0;; i = i + 1) {}", None, r"it was not loaded, with its handlers, within 5 s\n"),
    ("throw std::runtime_error(std::string(4000000, '!'));", None, r"it threw when it was asked for its handlers: "
                                                                   r"!{1000}\.\.\.\n"),
], ids=["version", "throws", "throws_no_exception", "crashes", "exits", "loops", "throws_much"])
def test_a_module_that_is_wrong_is_told_at_its_place(folder, body, interface, complaint):
    header = (ROOT / "app/module.hpp").read_text()
    own = re.search(r"module_interface = (\d+);", header)[1]
    (folder / "tiny.cpp").write_text(TINY % (body, interface or own))
    done("c++", "-shared", "-fPIC", "tiny.cpp", "-o", "tiny.so", cwd=folder)
    code, said = check(folder, "modules: ./tiny.so\nroutes: [{path: /, text: one}]\n")
    assert code == 78
    assert re.fullmatch(re.escape(PLACE) + complaint, said), said


@pytest.mark.parametrize("content, complaint", [
    (None, "there is no such file"),
    (b"text", "file too short"),
    (b"text" * 1000, "invalid ELF header"),
    ("folder", "it is no file"),
])
def test_a_file_that_is_no_shared_object_is_told_as_such(folder, content, complaint):
    path = folder / "tiny.so"
    if content == "folder":
        path.mkdir()
    elif content is not None:
        path.write_bytes(content)
    assert check(folder, "modules: ./tiny.so\nroutes: [{path: /, text: one}]\n") == (78, PLACE + complaint + "\n")


def test_what_the_loader_says_of_a_file_is_escaped_and_bounded(folder):
    (folder / "tiny.cpp").write_text("int nothing() { return 1; }")
    for name, told in (("lib\x1b[31m\nred.so", r"lib\\x1b\[31m\\nred\.so: cannot open shared object file.*"),
                       ("lib" + "x" * 3000 + ".so", r"libx{997}\.\.\.")):
        done("c++", "-shared", "-fPIC", "tiny.cpp", "-o", "library.so", f"-Wl,-soname,{name}", cwd=folder)
        done("c++", "-shared", "-fPIC", "-Wl,--no-as-needed", "tiny.cpp", "library.so", "-o", "tiny.so", cwd=folder)
        code, said = check(folder, "modules: ./tiny.so\nroutes: [{path: /, text: one}]\n")
        assert code == 78
        assert re.fullmatch(re.escape(PLACE) + told + r"\n", said), said


MANY = """
#include <tined/tined.hpp>
#include <cstdlib>
#include <string>
TINED_MODULE(tined::Registry& registry) {
    const int count = std::atoi(std::getenv("COUNT"));
    const std::string text(std::atoi(std::getenv("LENGTH")), 'x');
    const auto nothing = [](tined::Request) { return tined::Response(); };
    for (int i = 0; i < count; ++i) registry.add(std::to_string(i), nothing, {tined::option("text", text)});
}
"""


def test_a_module_that_has_too_much_is_refused_with_what_is_too_much(built, folder, monkeypatch):
    shutil.copy(built / "many.so", folder / "tiny.so")
    for count, length, complaint in (
            (200_000, 1, "it threw when it was asked for its handlers: there are more than 10000 handlers"),
            (1, 5_000_000, "what it tells of its handlers and their options is over 4 MiB")):
        monkeypatch.setenv("COUNT", str(count))
        monkeypatch.setenv("LENGTH", str(length))
        assert check(folder, "modules: ./tiny.so\nroutes: [{path: /, text: one}]\n") == (78, PLACE + complaint + "\n")
    monkeypatch.setenv("COUNT", "2000")
    monkeypatch.setenv("LENGTH", "1")
    assert check(folder, "modules: ./tiny.so\nroutes: [{path: /, handler: '1999'}]\n") == (0, "")


def test_a_shared_object_that_is_no_module_is_refused(folder):
    (folder / "tiny.cpp").write_text("int nothing() { return 1; }")
    done("c++", "-shared", "-fPIC", "tiny.cpp", "-o", "tiny.so", cwd=folder)
    code, said = check(folder, "modules: ./tiny.so\nroutes: [{path: /, text: one}]\n")
    assert (code, said) == (78, PLACE + "it is no module of tined: it has no TINED_MODULE\n")


def test_a_reload_takes_a_changed_file_and_refuses_a_wrong_one(faults, site, folder):
    daemon = site("supervise: {trial: 0s}\n" + SITE)
    assert daemon.get("/version") == (200, FIRST.decode())
    assert done(TINED, "reload", cwd=folder).splitlines()[1:] == ["the file says what it said before"]
    code = faults.read_bytes()
    other = folder / "other.so"
    other.write_bytes(b"no module")
    os.replace(other, faults)
    ran = subprocess.run([TINED, "reload"], cwd=folder, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (ran.returncode, "./faults.so: file too short" in ran.stderr) == (78, True)
    assert daemon.get("/version") == (200, FIRST.decode())
    assert code.count(FIRST) == 1
    other.write_bytes(code.replace(FIRST, LATER))
    os.replace(other, faults)
    assert done(TINED, "reload", cwd=folder).splitlines()[1:] == ["modules: ./faults.so has changed"]
    assert daemon.get("/version") == (200, LATER.decode())


def test_in_debug_mode_a_changed_module_is_loaded_by_itself(faults, site, folder):
    daemon = site(SITE, "--debug")
    assert daemon.get("/version") == (200, FIRST.decode())
    other = folder / "other.so"
    other.write_bytes(faults.read_bytes().replace(FIRST, LATER))
    os.replace(other, faults)
    until(lambda: daemon.get("/version") == (200, LATER.decode()), "the new code")
    daemon.signal(signal.SIGTERM)
    assert daemon.process.wait(PATIENCE) == 0


@pytest.mark.parametrize("name", ["Shop", "a-b", "../a", ""])
def test_a_new_module_needs_a_plain_name(folder, name):
    ran = subprocess.run([TINED, "new", "module", name], cwd=folder, capture_output=True, text=True,
                         timeout=PATIENCE, check=False)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "new: expected module NAME" in ran.stderr


def test_a_new_module_that_cannot_be_written_leaves_nothing_and_names_the_file(folder):
    def let_files_be_small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    # Python ignores SIGXFSZ, and the child goes on doing so.
    ran = subprocess.run([TINED, "new", "module", "shop"], cwd=folder, capture_output=True, text=True,
                         timeout=PATIENCE, check=False, restore_signals=False, preexec_fn=let_files_be_small)
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", "tined: write shop/CMakeLists.txt: File too large\n")
    assert list(folder.iterdir()) == []


def test_a_folder_that_is_there_is_left_alone(folder):
    (folder / "shop").mkdir()
    ran = subprocess.run([TINED, "new", "module", "shop"], cwd=folder, capture_output=True, text=True,
                         timeout=PATIENCE, check=False)
    assert (ran.returncode, "shop: File exists" in ran.stderr) == (1, True)
    assert list((folder / "shop").iterdir()) == []
