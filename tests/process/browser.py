"""Debian's chromium without a window, driven over a pipe (Chrome DevTools Protocol)."""
import base64
import contextlib
import json
import os
import select
import subprocess
import tempfile
import time

PATIENCE = 60.0
CHROMIUM = "/usr/bin/chromium"


class Browser:
    """One page. Commands are answered in turn; events that come between are kept for wait_for()."""

    def __init__(self, profile):
        to_browser, self._to = os.pipe()
        self._from, from_browser = os.pipe()

        # The protocol's descriptors are 3 and 4.
        place = f'exec "$@" 3<&{to_browser} 4>&{from_browser}'
        self.process = subprocess.Popen(
            ["bash", "-c", place, "bash", CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu",
             "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
             "--remote-debugging-pipe", f"--user-data-dir={profile}", "about:blank"],
            pass_fds=(to_browser, from_browser), stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self._received = b""
        self._number = 0
        self._events = []
        self._session = None
        target = self.command("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.command("Target.attachToTarget", targetId=target,
                                     flatten=True)["sessionId"]
        self.command("Page.enable")

    def _message(self):
        end = time.monotonic() + PATIENCE
        while b"\0" not in self._received:
            ready = select.select([self._from], [], [], max(0.0, end - time.monotonic()))[0]
            data = os.read(self._from, 1 << 16) if ready else b""
            if not data:
                raise AssertionError("the browser does not answer")
            self._received += data
        text, _, self._received = self._received.partition(b"\0")
        return json.loads(text)

    def command(self, method, **parameters):
        answer = self._ask(method, **parameters)
        assert "error" not in answer, answer
        return answer["result"]

    def _ask(self, method, **parameters):
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._message()
            if answer.get("id") == self._number:
                return answer
            self._events.append(answer.get("method"))

    def wait_for(self, event):
        while event not in self._events:
            self._events.append(self._message().get("method"))
        self._events.clear()

    def look(self, width, height, scheme, scripts=True):
        """The screen and the likings of who looks, from now on."""
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height,
                     deviceScaleFactor=1, mobile=width < 600)
        self.command("Emulation.setEmulatedMedia",
                     features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.command("Emulation.setScriptExecutionDisabled", value=not scripts)

    def open(self, url):
        self._events.clear()
        self.command("Page.navigate", url=url)
        self.wait_for("Page.loadEventFired")

    def evaluate(self, expression):
        """None, too, of a page that goes away while it is asked: then another is on its way."""
        answer = self._ask("Runtime.evaluate", expression=expression, returnByValue=True)
        if "navigated" in answer.get("error", {}).get("message", ""):
            return None
        assert "error" not in answer, answer
        result = answer["result"]
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def screenshot(self):
        return base64.b64decode(self.command("Page.captureScreenshot", format="png")["data"])

    def end(self):
        self.process.kill()
        self.process.wait(PATIENCE)
        os.close(self._to)
        os.close(self._from)


@contextlib.contextmanager
def browser():
    with tempfile.TemporaryDirectory(prefix="tined-browser-", ignore_cleanup_errors=True) as profile:
        started = Browser(profile)
        try:
            yield started
        finally:
            started.end()
