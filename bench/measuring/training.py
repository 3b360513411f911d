"""What a tined is trained with: kinds of requests of two sites, and the ways in which clients ask."""
import dataclasses
import itertools

from measuring import site

AT_ONCE = 16    # connections
PIPELINED = 16  # requests
TOUR = site.FOLDER.parent.parent / "examples/tour/tined.yaml"

# Each client's own fields: two browsers, a telephone, a program.
CLIENTS = [
    ("User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Chrome/120.0.0.0 Safari/537.36",
     "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8",
     "Accept-Encoding: gzip, deflate, br, zstd", "Accept-Language: en-US,en;q=0.9",
     "Cache-Control: max-age=0", "Connection: keep-alive", "Sec-Fetch-Dest: document",
     "Sec-Fetch-Mode: navigate", "Sec-Fetch-Site: same-origin", "Upgrade-Insecure-Requests: 1"),
    ("User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:121.0) Gecko/20100101 Firefox/121.0",
     "Accept: */*", "Accept-Language: de,en-US;q=0.7,en;q=0.3", "Accept-Encoding: gzip, deflate, br",
     "Referer: http://127.0.0.1/tour/", "Connection: keep-alive"),
    ("user-agent: Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 "
     "(KHTML, like Gecko) Version/17.2 Mobile/15E148 Safari/604.1",
     "accept: text/html,application/xhtml+xml,*/*;q=0.8", "accept-language: fr-FR",
     "accept-encoding: gzip", "x-forwarded-for: 192.0.2.7", "x-forwarded-proto: https"),
    ("User-Agent: curl/7.88.1", "Accept: */*"),
]


@dataclasses.dataclass(frozen=True)
class Kind:
    target: str
    method: str = "GET"
    status: int = 200
    headers: tuple = ()
    body: bytes = b""
    rounds: int = 8  # of AT_ONCE requests


def messages(kind):
    """The kind's request, again and again, as each of the clients says it in turn."""
    length = (f"Content-Length: {len(kind.body)}",) if kind.body and not is_chunked(kind) else ()
    for fields in itertools.cycle(CLIENTS):
        head = (f"{kind.method} {kind.target} HTTP/1.1", "Host: 127.0.0.1", *fields, *kind.headers,
                *length, "", "")
        yield "\r\n".join(head).encode() + kind.body


def is_chunked(kind):
    return any(header.startswith("Transfer-Encoding") for header in kind.headers)


def chunked(*parts):
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (*parts, b""))


FORM = "Content-Type: application/x-www-form-urlencoded"
JSON = "Content-Type: application/json"
UPLOAD = (b'--limit\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n'
          b"Content-Type: text/plain\r\n\r\n" + b"a line of a text\n" * 200 + b"\r\n--limit--\r\n")

MEASURED = [Kind(path, status=404 if name == "missing" else 200, headers=headers, rounds=40)
            for name, (path, headers) in site.KINDS.items()] + [
    Kind("/text", "HEAD"),
    Kind("/files/1k.txt", "HEAD"),
    Kind("/files/1k.txt", status=206, headers=("Range: bytes=0-99",)),
    Kind("/files/1k.txt", status=304, headers=("If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT",)),
    Kind("/files/100k.txt", rounds=4),
    Kind("/files/", status=404),
    Kind("/page", "POST", 405, (FORM,), b"a=1"),
]

THE_TOUR = [
    Kind("/"), Kind("/", "POST", headers=(FORM,), body=b"a=1&b=two+words"),
    Kind("/", "DELETE"), Kind("/", "OPTIONS", 204),
    Kind("/tour/"), Kind("/tour", status=302), Kind("/robots.txt"), Kind("/nothing", status=204),
    Kind("/echo?a=1&a=2"), Kind("/info?a=1"), Kind("/agent"), Kind("/args?lve=game&lve=a%20b"),
    Kind("/args?lve=1", "POST", headers=(FORM,), body=b"lve=game&lve=shopping%21"),
    Kind("/args", "POST", headers=(FORM, "Transfer-Encoding: chunked"),
         body=chunked(b"lve=ga", b"me&lve=shopping")),
    Kind("/users/7"), Kind("/users/ann"), Kind("/half/2.5"), Kind("/tree/a/b/c"),
    Kind("/things/8d3c1a52-7a1e-4c0b-9b1e-2f6a5d1c0e77"), Kind("/index/5-7.html"),
    Kind("/json"), Kind("/json", "POST", headers=(JSON,), body=b'{"a": [1, 2.5, "three", null]}'),
    Kind("/orders", "POST", 201, (JSON,), b'{"item": "tea", "count": 3, "tags": ["a", "b"]}'),
    Kind("/orders", "POST", 422, (JSON,), b'{"count": 100}'),
    Kind("/headers"), Kind("/reason", status=404), Kind("/kept"), Kind("/fresh"),
    Kind("/go", status=302), Kind("/next?to=/json", status=302), Kind("/fail", status=404),
    Kind("/steps?name=ann"), Kind("/steps?name=nobody", status=404), Kind("/lucky"),
    Kind("/search?q=tea&page=2&tag=a&tag=b"), Kind("/search?q=x&page=0", status=422),
    Kind("/guests"), Kind("/guests", "POST", headers=(FORM,), body=b"name=Ann&age=7"),
    Kind("/guests", "POST", 422, (FORM,), b"name=&age=old"),
    Kind("/upload", "POST", headers=("Content-Type: multipart/form-data; boundary=limit",),
         body=UPLOAD),
    Kind("/cookie/set"), Kind("/cookie/get", headers=("Cookie: theme=dark; uname=ann",)),
    Kind("/cookie/del"), Kind("/secure/set"), Kind("/secure/get"), Kind("/visits"),
    Kind("/page"), Kind("/list"), Kind("/pages/one"), Kind("/pages/none", status=404),
    Kind("/files/"), Kind("/files/about"), Kind("/app/"), Kind("/static/tour.css"),
    Kind("/static/tour.css", "HEAD"), Kind("/static/none.css", status=404),
    Kind("/static/../tined.yaml", status=404), Kind("/shop/"), Kind("/shop/things/7"),
    Kind("/shop/special/offers"), Kind("/shop/nowhere", status=404),
    Kind("/enter", "POST", 303, (FORM,), b"name=ann"), Kind("/inside/", status=401),
    Kind("/nowhere?a=1", status=404),
]

SITES = ((site.FILE, MEASURED), (TOUR, THE_TOUR))
