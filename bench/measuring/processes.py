"""What a server and its children cost, as the kernel's own accounting tells it."""
import os
import re


def family(pid):
    """The process and all its descendants."""
    found, queue = [], [pid]
    while queue:
        current = queue.pop()
        found.append(current)
        for task in _tasks(current):
            try:
                with open(f"/proc/{current}/task/{task}/children") as children:
                    queue += map(int, children.read().split())
            except OSError:
                pass  # it ended meanwhile
    return found


def processor_ns(pids):
    """Processor time of all their threads so far, in nanoseconds (schedstat's first field)."""
    total = 0
    for pid in pids:
        for task in _tasks(pid):
            try:
                with open(f"/proc/{pid}/task/{task}/schedstat") as stat:
                    total += int(stat.read().split()[0])
            except OSError:
                pass
    return total


def private_bytes(pids):
    """Memory that is theirs alone: Private_Clean + Private_Dirty of smaps_rollup."""
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/smaps_rollup") as rollup:
            total += sum(map(int, re.findall(r"^Private_\w+:\s+(\d+) kB", rollup.read(), re.M)))
    return total * 1024


def _tasks(pid):
    try:
        return os.listdir(f"/proc/{pid}/task")
    except OSError:
        return []
