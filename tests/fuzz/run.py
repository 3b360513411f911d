"""run.py BUILD [SECONDS | --check | --keep] [READER...]: see tests/fuzz.sh."""
import concurrent.futures
import functools
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
CHECKED = 3000
# An input is read in microseconds: one that takes seconds, or so much memory, is a find.
BOUNDS = ["-timeout=30", "-rss_limit_mb=2048", "-malloc_limit_mb=512"]


class Fuzzer:
    def __init__(self, build, reader):
        self.reader = reader
        self.program = build / "tests/fuzz" / f"fuzz_{reader}"
        self.kept = HERE / "corpus" / reader
        self.gathered = build / "corpus" / reader
        self.found = build / "found"
        for folder in (self.kept, self.gathered, self.found):
            folder.mkdir(parents=True, exist_ok=True)

    def call(self, *arguments):
        """Runs it; (exit status, what it told)."""
        words = HERE / "words" / f"{self.reader}.dict"
        command = [self.program, *BOUNDS, f"-artifact_prefix={self.found}/{self.reader}-",
                   *([f"-dict={words}"] if words.exists() else []), *arguments]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        return done.returncode, done.stdout.decode(errors="replace")

    def search(self, seconds):
        """True if nothing was found."""
        return self.report(*self.call(f"-max_total_time={seconds}", "-print_final_stats=1",
                                      self.gathered, self.kept))

    def check(self):
        """The kept corpus and CHECKED inputs made of it, the same each time: whether a change lands
        must not hang on luck."""
        with tempfile.TemporaryDirectory() as folder:
            return self.report(*self.call("-seed=1", f"-runs={CHECKED}", "-print_final_stats=1",
                                          folder, self.kept))

    def report(self, status, told):
        if status == 0:
            runs = [line.split()[-1] for line in told.splitlines() if "executed_units" in line]
            print(f"{self.reader}: nothing found in {runs[0]} inputs", flush=True)
            return True
        print(f"{self.reader}: ended with status {status}\n{told[-8000:]}", flush=True)
        return False

    def keep(self):
        """The fewest inputs that reach all that both corpora reach. How often a line runs does not
        count here: a corpus in git shall be small."""
        with tempfile.TemporaryDirectory() as folder:
            status, told = self.call("-set_cover_merge=1", "-use_counters=0", folder, self.kept,
                                     self.gathered)
            if status == 0:
                shutil.rmtree(self.kept)
                shutil.copytree(folder, self.kept)
        print(f"{self.reader}: {len(list(self.kept.iterdir()))} kept"
              if status == 0 else f"{self.reader}: not merged\n{told[-8000:]}", flush=True)
        return status == 0


MODES = {"--check": Fuzzer.check, "--keep": Fuzzer.keep}


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    words = sys.argv[2:]
    call = functools.partial(Fuzzer.search, seconds=20)
    if words and words[0].isdigit():
        call = functools.partial(Fuzzer.search, seconds=int(words.pop(0)))
    elif words and words[0] in MODES:
        call = MODES[words.pop(0)]
    readers = words or sorted(path.name.removeprefix("fuzz_")
                              for path in (build / "tests/fuzz").glob("fuzz_*"))
    fuzzers = [Fuzzer(build, reader) for reader in readers]
    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        good = list(pool.map(call, fuzzers))
    print(f"{sum(good)} passed, {len(good) - sum(good)} failed")
    return 0 if good and all(good) else 1


sys.exit(main())
