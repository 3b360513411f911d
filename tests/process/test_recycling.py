"""Workers that have done much, or grown large, are replaced one at a time, and nobody notices."""
import re

from conftest import until
from load import Load

SITE = ("workers: 2\nsupervise: {{recycle: {}}}\nroutes:\n  - {{path: /, text: hello}}\n"
        "  - {{path: /echo, post: {{text: '{{{{ request.body }}}}'}}}}\n")


def test_a_worker_that_has_answered_its_share_is_replaced_and_its_connections_move(site):
    daemon = site(SITE.format("{requests: 50}"))
    first = daemon.workers()
    with Load(daemon.port, new=2, kept=4, uploads=1) as load:
        until(lambda: not set(first) & set(daemon.workers()), "both are replaced")
        until(lambda: len(daemon.workers()) >= 2, "two workers")
    assert load.failures == []
    assert load.reconnects == 0
    line = daemon.log.wait_for("is replaced")
    assert re.search(r"slot \d: worker \d+ is replaced: it has answered \d+ requests", line)
    assert daemon.stop() == 0
    assert not any("the next starts" in told for told in daemon.log.all())


def test_so_is_one_that_holds_too_much_memory(site):
    daemon = site(SITE.format("{memory: 1KiB}"))
    first = daemon.workers()
    line = daemon.log.wait_for("is replaced")
    assert re.search(r"it holds \d+ KiB of memory", line)
    until(lambda: not set(first) & set(daemon.workers()), "both are replaced")
    assert daemon.get() == (200, "hello")


def test_nobody_is_replaced_without_need(site):
    daemon = site(SITE.format("{requests: 1000, memory: 1GiB}"))
    first = daemon.workers()
    for _ in range(30):
        assert daemon.get() == (200, "hello")
    assert daemon.workers() == first
    assert daemon.stop() == 0
    assert not any("is replaced" in line for line in daemon.log.all())
