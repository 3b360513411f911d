"""The house: which folder may include which, which third party stands where."""
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Each folder with those that it stands on. template and crypto stand side by side.
FLOORS = {
    "base": [],
    "systemd": ["base"],
    "value": ["base"],
    "template": ["value", "base"],
    "crypto": ["value", "base"],
    "event": ["base"],
    "http": ["event", "crypto", "value", "base"],
    "config": ["http", "event", "template", "crypto", "value", "base"],
    "handlers": ["config", "http", "event", "template", "crypto", "value", "base"],
    "app": ["handlers", "config", "http", "event", "template", "crypto", "value", "base"],
    "daemon": ["systemd", "app", "handlers", "config", "http", "event", "template", "crypto", "value", "base"],
}

# Header prefixes of third parties and the folders that alone may include them.
THIRD_PARTIES = {
    "openssl/": ["crypto", "event"],
    "event2/": ["event"],
    "yaml-cpp/": ["config"],
    "re2/": ["handlers"],
    "CLI/": ["daemon"],
    "spdlog/": ["daemon"],
    "seccomp.h": ["daemon"],
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def includes():
    for folder in FLOORS:
        for path in sorted((ROOT / folder).rglob("*.[ch]pp")):
            for kind, target in INCLUDE.findall(path.read_text()):
                yield folder, path.relative_to(ROOT), kind, target


def test_an_include_goes_to_its_own_floor_or_to_one_below():
    seen = 0
    wrong = []
    for folder, path, kind, target in includes():
        if kind != '"':
            continue
        seen += 1
        if target.split("/")[0] not in [folder, *FLOORS[folder]]:
            wrong.append(f"{path} includes {target}")
    assert seen > 100
    assert wrong == []


def test_a_project_header_is_included_by_its_path_from_the_root_and_exists():
    wrong = [f"{path} includes {target}" for _, path, kind, target in includes()
             if kind == '"' and not (ROOT / target).is_file()]
    assert wrong == []


def test_a_third_party_is_touched_by_its_own_folder_alone():
    wrong = [f"{path} includes {target}" for folder, path, kind, target in includes()
             for prefix, owners in THIRD_PARTIES.items()
             if kind == "<" and target.startswith(prefix) and folder not in owners]
    assert wrong == []


def test_yaml_cpp_is_touched_by_one_file():
    touching = {path for _, path, _, target in includes() if target.startswith("yaml-cpp/")}
    assert len(touching) == 1


def test_the_supervisor_runs_in_the_master_and_the_worker_does_not_know_it():
    text = (ROOT / "daemon/worker.cpp").read_text()
    assert "supervisor.hpp" not in text


def test_no_file_is_longer_than_600_lines():
    wrong = []
    for folder in FLOORS:
        for path in sorted((ROOT / folder).rglob("*.[ch]pp")):
            lines = path.read_text().count("\n")
            if lines > 600:
                wrong.append(f"{path.relative_to(ROOT)} has {lines} lines")
    assert wrong == []


def test_what_waits_asks_the_monotonic_clock_alone():
    """So that a clock that is set back, or forward, holds nothing up and ends nothing early."""
    wall_clock = re.compile(r"system_clock|CLOCK_REALTIME|gettimeofday\(|\btime\(nullptr\)")
    telling = {"line_output.cpp", "log_record.cpp", "log_record.hpp", "status_report.cpp", "status_report.hpp",
               "supervisor.cpp", "supervisor.hpp", "command_explain.cpp"}
    asking = {path for folder in ("base", "systemd", "event", "daemon") for path in (ROOT / folder).rglob("*.[ch]pp")
              if wall_clock.search(path.read_text())}
    assert {path.name for path in asking} <= telling
