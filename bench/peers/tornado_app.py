"""tornado_app.py PORT TEMPLATES: the bench's site as a Tornado application, one process."""
import asyncio
import logging
import sys

import tornado.web

KEY = "a key for measuring only, of 32 bytes or more"
ROWS = [{"name": f"item {i}", "price": i * 3 + 0.5, "stock": i * 7 % 50} for i in range(1, 13)]


class Text(tornado.web.RequestHandler):
    def get(self):
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.write("hello world\n")


class Json(tornado.web.RequestHandler):
    def get(self, number):
        self.write({"id": int(number), "name": "an item", "tags": ["a", "b"]})


class Page(tornado.web.RequestHandler):
    def get(self):
        self.render("page.html", title="Items", rows=ROWS)


class Me(tornado.web.RequestHandler):
    def get(self):
        who = self.get_secure_cookie("who")
        self.render("me.html", who=who.decode() if who else None)


async def main(port, templates):
    logging.getLogger("tornado.access").disabled = True
    routes = [("/text", Text), (r"/json/(\d+)", Json), ("/page", Page), ("/me", Me)]
    app = tornado.web.Application(routes, template_path=templates, cookie_secret=KEY)
    app.listen(port, "127.0.0.1")
    await asyncio.Event().wait()


asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
