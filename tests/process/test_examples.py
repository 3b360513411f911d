"""The examples do what they say."""
import pytest

from conftest import TINED

EXAMPLES = TINED.parent / "examples"


@pytest.fixture
def example(folder, launch):
    """example(name): that program, on a free port."""
    return lambda name: launch(folder, "0", program=EXAMPLES / f"example_{name}").wait_until_ready()


def ask(daemon, method, path, body=None):
    connection = daemon.connect()
    try:
        connection.request(method, path, body=body)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_hello_says_hello(example):
    assert example("hello").get() == (200, "hello, world\n")


def test_hello_has_ten_lines():
    source = EXAMPLES.parents[2] / "examples/hello/hello.cpp"
    assert sum(1 for line in source.read_text().splitlines() if line) <= 10


def test_the_clock_ticks_until_its_listener_goes(example):
    daemon = example("clock")
    connection = daemon.connect()
    connection.request("GET", "/?every=10")
    answer = connection.getresponse()
    assert answer.headers["Content-Type"] == "text/event-stream"
    for _ in range(3):
        assert answer.fp.readline().strip()  # the size of the chunk
        line = answer.fp.readline()
        assert line.startswith(b"data: ") and line.count(b":") == 3
        assert answer.fp.readline() == b"\n"
        assert answer.fp.readline() == b"\r\n"
    connection.close()
    daemon.access.wait_for('"GET /\\?every=10 HTTP/1.1" 200')


def ppm(width, height, pixel):
    return b"P6\n%d %d\n255\n" % (width, height) + b"".join(
        bytes(pixel(x, y)) for y in range(height) for x in range(width))


def test_the_thumbnailer_makes_pictures_smaller(example):
    daemon = example("thumbnailer")
    # Red and black columns, one beside the other: smaller, all is the mean of both.
    stripes = ppm(64, 32, lambda x, _: (200 * (x % 2), 0, 0))
    assert ask(daemon, "POST", "/?width=16", stripes) == (200, ppm(16, 8, lambda *_: (100, 0, 0)))
    halves = ppm(4, 4, lambda x, _: (0, 255, 0) if x < 2 else (0, 0, 255))
    assert ask(daemon, "POST", "/?width=2", halves)[1] == ppm(2, 2, lambda x, _: (0, 255, 0) if x == 0 else (0, 0, 255))


def test_the_thumbnailer_refuses_what_is_no_picture(example):
    daemon = example("thumbnailer")
    for body in (b"", b"P6\n2 2\n255\nabc", b"P6\n99999999999 99999999999\n255\n", b"P5\n1 1\n255\na"):
        assert ask(daemon, "POST", "/", body)[0] == 415
