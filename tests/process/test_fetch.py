"""examples/fetch: many answers at once, of a slow server and of nginx."""
import gzip
import http.server
import re
import shutil
import subprocess
import threading
import time

import pytest

from conftest import TINED
from proxies import free_port, NGINX_BEGINS, Proxy

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


# It compresses as it reads, so that what it sends is chunked.
NGINX = NGINX_BEGINS + """
    default_type text/plain;
    gzip on;
    gzip_types text/plain;
    server {
        listen 127.0.0.1:%(port)s;
        root %(root)s;
    }
}
"""


@pytest.fixture
def nginx(folder):
    port = free_port()
    (folder / "nginx.conf").write_text(NGINX % {"port": port, "root": folder})
    server = Proxy(folder, [shutil.which("nginx", path="/usr/sbin:/usr/bin"), "-p", str(folder), "-e", "stderr",
                            "-c", str(folder / "nginx.conf")], port)
    yield server
    server.end()


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


def test_what_nginx_compresses_and_sends_in_chunks_comes_whole(nginx, folder):
    text = "".join(f"line {number}\n" for number in range(50_000))
    (folder / "lines.txt").write_text(text)
    (folder / "lines.txt").chmod(0o644)
    done = fetch(*[f"http://127.0.0.1:{nginx.port}/lines.txt"] * 12)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.findall(r": (\d+) bytes", done.stdout) == 2 * [str(12 * len(text))]
