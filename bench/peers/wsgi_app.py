"""The same for gunicorn, as a bare WSGI application."""
from asgi_app import answer

REASONS = {200: "200 OK", 404: "404 Not Found"}


def app(environ, start_response):
    status, kind, body = answer(environ["PATH_INFO"])
    start_response(REASONS[status], [("Content-Type", kind.decode()),
                                     ("Content-Length", str(len(body)))])
    return [body]
