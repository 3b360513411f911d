"""The error page of debug mode as a person sees it: in Debian's chromium, wide and narrow, light and dark."""
import os
import re

import pytest

from browser import browser
from conftest import until

SITE = """
debug: true
workers: 1
templates: pages
routes:
  - {path: "/shop/{id:int}", template: item.html, name: item}
"""
ITEM = """<!DOCTYPE html>
<title>{{ title }}</title>
<h1>Item {{ params.id }}</h1>
{% for row in range(3) %}
{% include "price.html" %}
{% endfor %}
"""
PRICE = """<p>{{ row }}: {{ 10 // row }} for each of a name that is long enough to be wider than any phone's screen is, so that it must be cut or moved</p>
"""

# Contrast of WCAG 2: of the colours of two elements' text and ground.
CONTRAST = """
(() => {
  const light = colour => {
    const [r, g, b] = colour.match(/[0-9.]+/g).slice(0, 3).map(v => v / 255)
      .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = element => {
    const own = getComputedStyle(element).backgroundColor;
    return own === "rgba(0, 0, 0, 0)" ? ground(element.parentElement) : own;
  };
  return [...document.querySelectorAll("h1, h2, p, dt, dd, td, code, a, span")].map(element => {
    const a = light(getComputedStyle(element).color) + 0.05;
    const b = light(ground(element)) + 0.05;
    return [Math.max(a, b) / Math.min(a, b), element.outerHTML.slice(0, 80)];
  }).sort((x, y) => x[0] - y[0])[0];
})()
"""


@pytest.fixture(name="chromium", scope="module")
def one_browser():
    with browser() as started:
        yield started


@pytest.fixture(name="url")
def broken_site(folder, site):
    (folder / "pages").mkdir()
    (folder / "pages/item.html").write_text(ITEM)
    (folder / "pages/price.html").write_text(PRICE)
    return f"http://127.0.0.1:{site(SITE).port}/shop/7?page=2&password=xyzzy"


def keep(png, name):
    """Where $TINED_SCREENSHOTS says, for who wants to look himself."""
    if "TINED_SCREENSHOTS" in os.environ:
        with open(os.path.join(os.environ["TINED_SCREENSHOTS"], name), "wb") as file:
            file.write(png)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width, height", [(1280, 1000), (390, 844)])
def test_the_page_can_be_read_at_any_width_by_day_and_by_night(chromium, url, width, height, scheme):
    chromium.look(width, height, scheme, scripts=False)
    chromium.open(url)
    chromium.command("Emulation.setScriptExecutionDisabled", value=False)  # to ask
    assert chromium.evaluate("document.querySelector('h1').innerText") == "500 Internal Server Error"
    assert chromium.evaluate("document.documentElement.scrollWidth") <= width
    marked = chromium.evaluate("[...document.querySelectorAll('tr.it')].map(row => row.innerText)")
    assert len(marked) == 2 and "10 // row" in marked[0] and "include" in marked[1]
    ground = chromium.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", ground)[:3])) < 384) == (scheme == "dark")
    worst, element = chromium.evaluate(CONTRAST)
    assert worst >= 4.5, element
    png = chromium.screenshot()
    keep(png, f"debug-{width}-{scheme}.png")
    assert png.startswith(b"\x89PNG") and len(png) > 10_000


def test_the_page_reloads_itself_when_the_mistake_is_mended(chromium, url, folder):
    chromium.look(1280, 1000, "light")
    chromium.open(url)
    (folder / "pages/item.html").write_text("<h1>mended</h1>\n")
    until(lambda: chromium.evaluate("document.querySelector('h1')?.innerText") == "mended", "mended")


def test_a_page_about_a_broken_edit_reloads_itself_too(chromium, url, folder):
    (folder / "pages/item.html").write_text("<h1>{{ 1 + }}</h1>\n")
    chromium.look(1280, 1000, "light")

    def is_told():
        chromium.open(url)
        return "wrong since its last change" in chromium.evaluate("document.title")

    until(is_told, "the page that tells of it")
    (folder / "pages/item.html").write_text("<h1>mended</h1>\n")
    until(lambda: chromium.evaluate("document.querySelector('h1')?.innerText") == "mended", "mended")
