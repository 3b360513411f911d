"""run_all.py BUILD: runs every test of a finished build and counts what passed and failed.

Each unit-test program of BUILD/tests, then pytest over tests/process. A program that ends without
its report (a crash, a sanitizer's abort) counts as one failure, so that nothing vanishes.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

ROOT = pathlib.Path(__file__).resolve().parent.parent


def count(report):
    """(passed, failed) of a JUnit report; raises what xml raises where there is none."""
    cases = list(xml.parse(report).iter("testcase"))
    bad = [c for c in cases if any(c.find(t) is not None for t in ("failure", "error"))]
    skipped = [c for c in cases if c.find("skipped") is not None]
    for case in skipped:
        print(f"skipped, which counts as failed: {case.get('classname')}.{case.get('name')}")
    return len(cases) - len(bad) - len(skipped), len(bad) + len(skipped)


def run(name, command, report, environment):
    """Runs one suite; (passed, failed)."""
    status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    try:
        passed, failed = count(report)
    except (OSError, xml.ParseError):
        passed, failed = 0, 0
    if status != 0 and failed == 0:
        failed = 1
        print(f"{name}: ended with status {status} and no report of a failure")
    if passed + failed == 0:
        failed = 1
        print(f"{name}: ran no test")
    print(f"{name}: {passed} passed, {failed} failed", flush=True)
    return passed, failed


# What a build with sanitizers cannot show: it has memory of its own for each allocation, and looks for
# leaks at its end by means that strace and the hardened unit of systemd refuse; and what is built against it
# would have to be built with them too. The release build shows them.
NOT_WITH_SANITIZERS = ["test_bearing.py::test_idle_connections_cost_little", "test_modules.py", "test_system_calls.py",
                       "test_systemd.py"]


def has_sanitizers(build):
    """Whether the build was configured with some."""
    cache = (build / "CMakeCache.txt").read_text()
    return re.search(r"^TINED_SANITIZE:\w+=\S", cache, re.MULTILINE) is not None


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    environment = dict(os.environ, TINED=str(build / "tined"), TINED_SOURCE=str(ROOT),
                       TINED_FAULTY=str(build / "tests/tined_faulty"))
    environment.setdefault("UBSAN_OPTIONS", "print_stacktrace=1")
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for program in sorted((build / "tests").glob("test_*")):
            if not os.access(program, os.X_OK) or program.is_dir():
                continue
            report = pathlib.Path(folder, program.name + ".xml")
            command = [program, "--logger=JUNIT,message," + str(report), "--logger=HRF,error",
                       "--report_level=no", "--result_code=yes"]
            results.append(run(program.name, command, report, environment))
        report = pathlib.Path(folder, "process.xml")
        command = ["/usr/bin/python3", "-m", "pytest", "-q", "-p", "no:cacheprovider",
                   f"--junitxml={report}", "tests/process", *sys.argv[2:]]
        if has_sanitizers(build):
            print("not asked with sanitizers:", ", ".join(NOT_WITH_SANITIZERS), flush=True)
            command += [f"--deselect=tests/process/{name}" for name in NOT_WITH_SANITIZERS]
        results.append(run("process", command, report, environment))
    passed, failed = (sum(column) for column in zip(*results))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


sys.exit(main())
