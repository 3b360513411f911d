"""Connections that move from one worker to another: their clients notice nothing, not even that they
would have to connect again."""
import os
import signal

from conftest import PATIENCE, until
from kept import ASK, Kept

SITE = ("workers: {workers}\nlisten: {listen}\nlimits: {{{limits}}}\n"
        "supervise: {{trial: 0s, drain_timeout: {drain}}}\n"
        "routes:\n  - {{path: /, text: {text}}}\n"
        "  - {{path: /echo, post: {{text: '{text} {{{{ request.body }}}}'}}}}\n")


def text_of(text, workers=2, listen="[\"127.0.0.1:0\"]", limits="", drain="20s"):
    return SITE.format(text=text, workers=workers, listen=listen, limits=limits, drain=drain)


def reload(daemon, folder, text):
    """Until all new workers serve and the old ones are gone."""
    old = set(daemon.workers())
    start = len(daemon.log.lines)
    (folder / "tined.yaml").write_text(text)
    daemon.signal(signal.SIGHUP)
    daemon.log.wait_for("reloaded: ", start)
    until(lambda: not old & set(daemon.workers()), "the old workers are gone")


def test_idle_and_fresh_connections_are_served_on_by_the_new_workers(site, folder):
    daemon = site(text_of("old"))
    where = ("127.0.0.1", daemon.port)
    idle = [Kept(where) for _ in range(150)]
    fresh = [Kept(where) for _ in range(20)]
    for client in idle:
        assert client.ask() == "old"
    reload(daemon, folder, text_of("new"))
    for client in idle + fresh:
        assert client.ask() == "new"
    reload(daemon, folder, text_of("newer"))
    for client in idle + fresh:
        assert client.ask() == "newer"
        client.close()
    assert not any("cannot be handed over" in line for line in daemon.log.lines)


def test_a_request_that_is_under_way_is_answered_where_it_began_and_its_connection_moves(site, folder):
    daemon = site(text_of("old"))
    old = set(daemon.workers())
    client = Kept(("127.0.0.1", daemon.port))
    assert client.ask() == "old"
    client.send(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab")
    start = len(daemon.log.lines)
    (folder / "tined.yaml").write_text(text_of("new"))
    daemon.signal(signal.SIGHUP)
    daemon.log.wait_for("reloaded: ", start)
    until(lambda: len(old & set(daemon.workers())) == 1, "the one that is idle is gone")
    client.send(b"cd" + ASK + ASK[:10])
    head, body = client.answer()
    assert b"connection: close" not in head.lower()
    assert body == "old abcd"
    until(lambda: not old & set(daemon.workers()), "both are gone")
    assert client.answer()[1] == "new"
    client.send(ASK[10:])
    assert client.answer()[1] == "new"
    client.close()


def test_a_request_that_spans_several_reloads_leaves_its_connection_open(site, folder):
    """Whoever took the connections of its worker has retired as well, long before it is done."""
    daemon = site(text_of("old", workers=1))
    client = Kept(("127.0.0.1", daemon.port))
    assert client.ask() == "old"
    client.send(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\na")
    busy = daemon.workers()[0]
    for text in ("new", "newer", "newest"):
        start = len(daemon.log.lines)
        passing = set(daemon.workers()) - {busy}
        (folder / "tined.yaml").write_text(text_of(text, workers=1))
        daemon.signal(signal.SIGHUP)
        daemon.log.wait_for("reloaded: ", start)
        until(lambda: not passing & set(daemon.workers()), "the one between is gone")
        client.send(b"b")
    assert busy in daemon.workers()
    client.send(b"c")
    head, body = client.answer()
    assert b"connection: close" not in head.lower()
    assert body == "old abbbc"
    until(lambda: busy not in daemon.workers(), "its worker is gone")
    assert client.ask() == "newest"
    client.close()


def test_connections_of_surplus_workers_move_to_those_that_stay(site, folder):
    daemon = site(text_of("old", workers=4))
    clients = [Kept(("127.0.0.1", daemon.port)) for _ in range(60)]
    for client in clients:
        assert client.ask() == "old"
    reload(daemon, folder, text_of("new", workers=1))
    for client in clients:
        assert client.ask() == "new"
        client.close()


def test_connections_of_a_unix_socket_move_as_well(start, folder):
    path = str(folder / "socket")
    listen = f"[\"unix:{path}\"]"
    daemon = start(text_of("old", listen=listen)).wait_until_ready()
    clients = [Kept(path) for _ in range(10)]
    for client in clients:
        assert client.ask() == "old"
    reload(daemon, folder, text_of("new", listen=listen))
    for client in clients:
        assert client.ask() == "new"
        client.close()


def test_those_that_find_no_place_end_with_an_answer_and_never_by_a_reset(site, folder):
    daemon = site(text_of("old", workers=1))
    clients = [Kept(("127.0.0.1", daemon.port)) for _ in range(5)]
    for client in clients:
        assert client.ask() == "old"
    reload(daemon, folder, text_of("new", workers=1, limits="connections: 3"))
    kept = 0
    for client in clients:
        client.socket.setblocking(False)
        try:  # the old worker is gone, so what ends has ended; and not by a reset
            assert client.socket.recv(1) == b""
        except BlockingIOError:
            client.socket.settimeout(PATIENCE)
            assert client.ask() == "new"
            kept += 1
        client.close()
    assert kept == 3


def test_a_successor_that_stands_still_costs_a_connection_nothing_but_its_keeping(site, folder):
    daemon = site(text_of("old", workers=1))
    old = daemon.workers()[0]
    client = Kept(("127.0.0.1", daemon.port))
    assert client.ask() == "old"
    # The old worker gets to know of the hand-over only when its successor cannot answer any more.
    os.kill(old, signal.SIGSTOP)
    start = len(daemon.log.lines)
    (folder / "tined.yaml").write_text(text_of("new", workers=1))
    daemon.signal(signal.SIGHUP)
    daemon.log.wait_for("reloaded: ", start)
    new = (set(daemon.workers()) - {old}).pop()
    os.kill(new, signal.SIGSTOP)
    try:
        os.kill(old, signal.SIGCONT)
        daemon.log.wait_for("cannot be handed over: the other worker did not answer in time")
        client.send(ASK)
        head, body = client.answer()
        assert body == "old"
        assert b"connection: close" in head.lower()
    finally:
        os.kill(new, signal.SIGCONT)
    until(lambda: old not in daemon.workers(), "the old worker is gone")
    assert daemon.get() == (200, "new")
    client.close()
