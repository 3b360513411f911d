"""slowhttptest in its four modes, 2,000 connections for 60 s each, while another client is served."""
import subprocess
import time

import worker

SECONDS = 60
MODES = {"slow heads": ["-H"], "slow bodies": ["-B"], "ranges": ["-R"], "slow readers": ["-X"]}

for name, mode in MODES.items():
    with worker.running() as one:
        (one.files / "page").write_bytes(bytes(1 << 20))
        target = "text" if name == "slow heads" else "up" if name == "slow bodies" else "files/page"
        before = one.memory()
        attack = subprocess.Popen(
            ["slowhttptest", *mode, "-c", "2000", "-r", "500", "-l", str(SECONDS), "-i", "5",
             "-u", f"http://127.0.0.1:{one.port}/{target}"], stdout=subprocess.DEVNULL)
        slowest, served, most = 0.0, 0, 0
        end = time.monotonic() + SECONDS + 10
        while attack.poll() is None and time.monotonic() < end:
            begun = time.perf_counter()
            with one.connect() as stream:
                stream.sendall(worker.PAGE)
                worker.answer(stream)
            slowest = max(slowest, time.perf_counter() - begun)
            served += 1
            most = max(most, one.memory() - before)
            time.sleep(0.05)
        if attack.poll() is None:
            attack.terminate()
        attack.wait()
        worker.show(f"{name}: answers to another client", served)
        worker.show(f"{name}: the slowest of them", slowest * 1000, "ms")
        worker.show(f"{name}: the worker's growth", most // 1024, "KiB")
