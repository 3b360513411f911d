"""What is measured: a name, the load, who takes part, and what we mean to reach."""
import dataclasses
import typing

from measuring.load import Load

PYTHON = ("tornado", "uvicorn", "gunicorn")


@dataclasses.dataclass(frozen=True)
class Goal:
    """tined's cost is to be at most `most` times that of `of`."""
    of: str
    most: float


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    what: str
    load: Load
    peers: tuple
    goals: tuple = ()
    floor: typing.Optional[Load] = None  # asked of the floor; none where it would say nothing


TEXT = Load("/text")


def cases(cookie):
    """`cookie` is the signed one, as Tornado makes it."""
    files = ("nginx", "lighttpd", "h2o")
    against_python = (Goal("tornado", 1 / 15), Goal("uvicorn", 1 / 4))
    return [
        Case("text", "12 bytes of text, 64 connections", TEXT, ("nginx", "haproxy", *PYTHON),
             (Goal("floor", 1.10), Goal("nginx", 1.0), *against_python), TEXT),
        Case("pipelined", "the same, 16 requests pipelined", Load("/text", pipelined=16),
             ("nginx", "haproxy"), (Goal("nginx", 1 / 3),), Load("/text", pipelined=16)),
        Case("json", "JSON with a parameter", Load("/json/7"), PYTHON,
             (Goal("floor", 1.15), *against_python), TEXT),
        Case("page", "a page of 12 rows", Load("/page"), PYTHON,
             (Goal("floor", 1.35), *against_python), TEXT),
        Case("cookie", "a signed cookie read, and a page",
             Load("/me", headers=(f"Cookie: who={cookie}",)), ("tornado",),
             (Goal("floor", 1.60), Goal("tornado", 1 / 15)), TEXT),
        Case("file 1 KiB", "a file of 1 KiB", Load("/files/1k.txt"), files,
             (Goal("floor", 1.15), Goal("h2o", 1.0)), TEXT),
        Case("file 100 KiB", "a file of 100 KiB", Load("/files/100k.txt"), files,
             (Goal("nginx", 1.0),)),
        Case("file 10 MiB", "a file of 10 MiB, 16 connections",
             Load("/files/10m.txt", connections=16), files, (Goal("nginx", 1.0),)),
        Case("404", "a path that nobody has", Load("/missing", wanted="404"),
             ("nginx", "lighttpd", "h2o", "haproxy", *PYTHON), (), TEXT),
        Case("5000 connections", "12 bytes of text, 5,000 connections",
             Load("/text", connections=5000), ("nginx", "haproxy"), (Goal("floor", 1.15),),
             Load("/text", connections=5000)),
        Case("connection each", "a connection for each request",
             Load("/text", headers=("Connection: close",)), ("nginx", "haproxy"),
             (Goal("nginx", 1.0),)),
    ]
