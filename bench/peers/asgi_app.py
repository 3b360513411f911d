"""The bench's text, JSON and page for uvicorn: a bare ASGI application, which is the fastest that
uvicorn's people can write, and Jinja2 for the page."""
import json
import os

import jinja2

ROWS = [{"name": f"item {i}", "price": i * 3 + 0.5, "stock": i * 7 % 50} for i in range(1, 13)]
TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(os.environ["BENCH_TEMPLATES"]), autoescape=True, auto_reload=False)
PAGE = TEMPLATES.get_template("page.html")


def answer(path):
    if path == "/text":
        return 200, b"text/plain; charset=utf-8", b"hello world\n"
    if path.startswith("/json/"):
        item = {"id": int(path[6:]), "name": "an item", "tags": ["a", "b"]}
        return 200, b"application/json", json.dumps(item).encode()
    if path == "/page":
        return 200, b"text/html; charset=utf-8", PAGE.render(title="Items", rows=ROWS).encode()
    return 404, b"text/plain; charset=utf-8", b"Not Found\n"


async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    status, kind, body = answer(scope["path"])
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
