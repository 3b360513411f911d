"""Instructions of a request in user space, as callgrind counts them: the same to a few in each run,
where processor time is not.

tined is run under valgrind once with so many requests of each kind, for the start and all that is
done once, and then once more for each kind with so many more of it; the difference is theirs.
(callgrind_control, which could do it in one run, does not see forked workers.)

What libc and libcrypto choose by the processor is switched off, so that the figures of two machines
are the same. What is done by the clock (a heartbeat, the second's date) is in them too: it is little
as long as a request under valgrind takes less than a millisecond.
"""
import concurrent.futures
import os
import pathlib
import re
import signal
import subprocess
import tempfile

from measuring import client
from measuring.processes import family

BENCH = pathlib.Path(__file__).resolve().parent.parent
WARM_UP, MORE = 50, 500
# The tree may lie where the workers' own user may not look.
SAME_USER = ("--set", "user=root") if os.geteuid() == 0 else ()
NOT_EVERYWHERE = """AVX AVX2 AVX512BW AVX512CD AVX512F AVX512VL AVX_Fast_Unaligned_Load BMI1 BMI2
    ERMS FMA FSRM LZCNT MOVBE POPCNT RTM SSE3 SSE4_1 SSE4_2 SSSE3""".split()
PLAIN_PROCESSOR = {
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=" + ",".join(f"-{feature}" for feature in NOT_EVERYWHERE),
    "OPENSSL_ia32cap": "0:0",
}


def per_request(binary, site, kinds, keep=None, extra=()):
    """For each of `kinds`, {name: (path, headers)}, the instructions of one request. `keep` is a
    folder for callgrind's own figures of each run, to look at with callgrind_annotate; `extra` are
    more arguments of tined's."""
    with tempfile.TemporaryDirectory(prefix="bench-callgrind-") as scratch:
        folder = pathlib.Path(scratch)
        folder.chmod(0o777)  # a worker that dropped its rights writes its figures here
        preload = folder / "openat2.so"
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", str(BENCH / "openat2.c"), "-o",
                        str(preload), "-ldl"], check=True)

        def count(more_of):
            run = _Run([str(binary), "--config", str(site), *extra], folder / (more_of or "start"),
                       preload)
            return run.total(kinds, more_of, keep)

        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as runs:
            start, *totals = runs.map(count, [None, *kinds])
        return {name: (total - start) / MORE for name, total in zip(kinds, totals)}


class _Run:
    def __init__(self, command, folder, preload):
        self._figures = folder
        self._figures.mkdir()
        self._figures.chmod(0o777)
        self._process = subprocess.Popen(
            ["valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={self._figures}/%p",
             *command, "--port", "0", "--workers", "1", "--set", "log.level=info",
             "--set", f"control={folder}/control", *SAME_USER],
            stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
            env={**os.environ, **PLAIN_PROCESSOR, "LD_PRELOAD": str(preload)})
        self._connection = self._connect()

    def total(self, kinds, more_of, keep):
        for name, (path, headers) in kinds.items():
            for _ in range(WARM_UP + (MORE if name == more_of else 0)):
                self._connection.get(path, headers)
        self._connection.close()
        [worker] = [pid for pid in family(self._process.pid) if pid != self._process.pid]
        self._process.send_signal(signal.SIGTERM)
        self._process.communicate()
        text = (self._figures / str(worker)).read_text(errors="replace")
        if keep:
            (pathlib.Path(keep) / (more_of or "start")).write_text(text)
        return int(re.search(r"^(?:totals|summary): (\d+)", text, re.M)[1])

    def _connect(self):
        said = ""
        for line in self._process.stderr:
            said += line
            found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
            if found:
                return client.Connection(int(found[1]))
        raise SystemExit(f"bench: tined did not start under valgrind: {said}")
