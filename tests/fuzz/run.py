"""run.py BUILD [SECONDS] [READER...], or run.py BUILD --keep [READER...]: see tests/fuzz.sh."""
import concurrent.futures
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
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

    def run(self, seconds):
        """True if nothing was found."""
        status, told = self.call(f"-max_total_time={seconds}", "-print_final_stats=1",
                                 self.gathered, self.kept)
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


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    keeps = "--keep" in sys.argv[2:]
    words = [word for word in sys.argv[2:] if word != "--keep"]
    seconds = int(words.pop(0)) if words and words[0].isdigit() else 20
    readers = words or sorted(path.name.removeprefix("fuzz_")
                              for path in (build / "tests/fuzz").glob("fuzz_*"))
    fuzzers = [Fuzzer(build, reader) for reader in readers]
    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        good = list(pool.map(Fuzzer.keep if keeps else lambda fuzzer: fuzzer.run(seconds), fuzzers))
    print(f"{sum(good)} passed, {len(good) - sum(good)} failed")
    return 0 if good and all(good) else 1


sys.exit(main())
