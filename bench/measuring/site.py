"""The site that is asked: its files, and the kinds of requests whose instructions are counted."""
import pathlib

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "site"
FILE = FOLDER / "tined.yaml"

# Signed with the site's key in 2026 in a time far ahead: a value of the future is believed.
COOKIE = ("2|1:0|10:4000000000|3:who|4:YW5u|"
          "a947c1f33332f4c8b77de6b6a18e4f2cbd50480bbccc32a36d42155c512a2051")

# Each: the path, and fields besides those that every request has.
KINDS = {
    "text": ("/text", ()),
    "json": ("/json/7", ()),
    "page": ("/page", ()),
    "cookie": ("/me", (f"Cookie: who={COOKIE}",)),
    "file": ("/files/1k.txt", ()),
    "missing": ("/missing", ()),
}


def make_files():
    """The files that are asked for: text that no two servers could take for compressed."""
    folder = FOLDER / "files"
    folder.mkdir(exist_ok=True)
    for name, size in (("1k.txt", 1 << 10), ("100k.txt", 100 << 10), ("10m.txt", 10 << 20)):
        path = folder / name
        if not path.exists() or path.stat().st_size != size:
            path.write_bytes(b"0123456789abcdef" * (size // 16))
