"""A machine of its own with a real systemd as its first process, in private namespaces of this one: for the tests
of what systemd does with tined. Its root is this machine's through an overlay in memory, so nothing that is written
in there stays; it shares the network. Nothing of this machine's own units is started. Needs root."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

SET_UP = """
set -e
mount --make-rprivate /
mount -t tmpfs machine "$PLACE"
cd "$PLACE"
mkdir changes scratch root
mount -t overlay -o lowerdir=/,upperdir=$PLACE/changes,workdir=$PLACE/scratch overlay root
cd root
for folder in dev sys; do mount --rbind /$folder $folder; done
umount -R sys/fs/cgroup 2>/dev/null || :
mount -t cgroup2 cgroup sys/fs/cgroup
mount -t proc proc proc
for folder in run tmp var/tmp etc/systemd/system usr/local/lib/systemd/system; do
    mkdir -p $folder
    mount -t tmpfs tmpfs $folder
done
chmod 1777 tmp var/tmp
for folder in usr/lib/systemd/system/*.target.wants usr/lib/systemd/system-generators; do
    mount -t tmpfs tmpfs $folder
done
# What a service waits for by default is reached at once, and starts nothing.
for target in booted sysinit basic network-online; do
    printf '[Unit]\\nDefaultDependencies=no\\n' > etc/systemd/system/$target.target
done
mkdir former
pivot_root . former
umount -l /former
exec env -i container=test PATH=/usr/sbin:/usr/bin:/sbin:/bin /usr/lib/systemd/systemd --unit=booted.target
"""


class Machine:
    """with Machine() as machine: machine.run("systemctl", "start", "x"), (machine.root / "etc/x").write_text(..)"""

    def __enter__(self):
        self.place = tempfile.mkdtemp(prefix="booted-", dir="/var/tmp")
        self.said = open(os.path.join(self.place, "said"), "wb+")
        command = ["unshare", "--fork", "--kill-child", "--pid", "--mount", "--uts", "--ipc", "--cgroup",
                   "sh", "-c", SET_UP]
        self.holder = subprocess.Popen(command, env={**os.environ, "PLACE": self.place}, stdin=subprocess.DEVNULL,
                                       stdout=self.said, stderr=subprocess.STDOUT)
        try:
            self._wait_until_it_runs()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.holder.kill()
        self.holder.wait()
        self.said.close()
        shutil.rmtree(self.place, ignore_errors=True)

    def _wait_until_it_runs(self):
        end = time.monotonic() + 30
        while time.monotonic() < end and self.holder.poll() is None:
            children = pathlib.Path(f"/proc/{self.holder.pid}/task/{self.holder.pid}/children").read_text().split()
            if children:
                self.first = int(children[0])
                self.root = pathlib.Path(f"/proc/{self.first}/root")
                if self._is_systemd() and self._listens():
                    return
            time.sleep(0.05)
        self.said.seek(0)
        raise AssertionError("systemd did not come up: " + self.said.read().decode(errors="replace"))

    def _is_systemd(self):
        try:
            return pathlib.Path(f"/proc/{self.first}/comm").read_text() == "systemd\n"
        except OSError:
            return False

    def _listens(self):
        if not (self.root / "run/systemd/private").exists():
            return False
        return self.run("systemctl", "show", "--property=Version", check=False).returncode == 0

    def run(self, *command, check=True, text=None):
        """Runs it in there to its end; what it said is in .stdout, errors too."""
        done = subprocess.run(["nsenter", f"--target={self.first}", "--mount", "--pid", "--uts", "--ipc", "--cgroup",
                               "--root", "--wdns=/", *map(str, command)], input=text, stdin=None if text else
                              subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              timeout=60, check=False)
        assert not check or done.returncode == 0, f"{command}: {done.stdout}"
        return done
