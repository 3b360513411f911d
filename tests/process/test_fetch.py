"""examples/fetch: many answers at once, of a slow server and of nginx."""
import gzip
import http.server
import re
import subprocess
import threading
import time

import pytest

from conftest import TINED

FETCH = TINED.parent / "examples/example_fetch"
DELAY = 0.05
IMAGE = bytes(range(256)) * 40


class SlowImages(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append(self.path)
        time.sleep(DELAY)  # what a disk or a database behind it would take
        body = gzip.compress(IMAGE)
        self.send_response(200)
        for name, value in (("Content-Type", "image/png"), ("Content-Encoding", "gzip"),
                            ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 64  # with the usual 5 the kernel lets some of twenty wait for a second
    daemon_threads = True


@pytest.fixture
def images():
    server = Server(("127.0.0.1", 0), SlowImages)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def fetch(*urls):
    return subprocess.run([FETCH, *urls], capture_output=True, text=True, timeout=60)


def test_twenty_images_at_once_take_less_time_than_one_after_the_other(images):
    urls = [f"http://localhost:{images.server_address[1]}/{number}.png" for number in range(20)]
    done = fetch(*urls)
    assert (done.returncode, done.stderr) == (0, "")
    told = re.findall(r"(.+): (\d+) bytes in (\d+) ms", done.stdout)
    assert [how for how, _, _ in told] == ["one after the other", "at once"]
    assert {int(size) for _, size, _ in told} == {20 * len(IMAGE)}  # each was decompressed
    first, second = (int(milliseconds) for _, _, milliseconds in told)
    assert first >= 20 * DELAY * 1000
    assert second < first
    assert sorted(images.asked) == sorted(2 * [f"/{number}.png" for number in range(20)])


def test_what_is_not_there_is_told(images):
    port = images.server_address[1]
    images.shutdown()
    images.server_close()
    done = fetch(f"http://localhost:{port}/a.png")
    assert done.returncode == 1
    assert "Connection refused" in done.stderr
