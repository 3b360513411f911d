"""What README.md and docs/ claim, taken out of them so that it can be tried.

Of the fenced blocks:
* yaml, first line `# try: tined check`: a whole tined.yaml, which must be right;
* yaml, first line `# try: tined check refuses`: one that is wrong; the text block behind it is what tined says;
* any block with a first line `file: NAME` in a comment: a file of the folder in which all that is tried;
* console, behind a yaml block: commands (`$ ...`) and what they print while that site is served;
  `...` in it stands for any text.
`<!-- with a file NAME -->` makes an empty file that the reader need not see.
"""
import pathlib
import re
from dataclasses import dataclass, field

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"^\W*file: (\S+)\W*$")
HIDDEN_FILE = re.compile(r"^<!-- with a file (\S+) -->$", re.MULTILINE)
MARKS = {"# try: tined check": False, "# try: tined check refuses": True}


@dataclass
class Block:
    """A fenced block: where its fence stands, its language, its text."""
    place: str
    language: str
    text: str

    @property
    def first_line(self):
        return self.text.split("\n", 1)[0]


@dataclass
class Site:
    """A tined.yaml of a document with all that is claimed about it."""
    place: str
    yaml: str
    is_wrong: bool
    files: dict
    complaint: str = ""
    consoles: list = field(default_factory=list)  # texts


def blocks_of(document):
    """All fenced blocks of a document, in order."""
    text = document.read_text()
    for match in FENCE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield Block(f"{document.relative_to(ROOT)}:{line}", match[1], match[2])


def file_name(block):
    match = FILE.match(block.first_line)
    return match and match[1]


def files_of(document):
    """The files that a document shows or names: NAME -> text."""
    files = {name: "" for name in HIDDEN_FILE.findall(document.read_text())}
    files.update((file_name(block), block.text) for block in blocks_of(document) if file_name(block))
    return files


def sites_of(document):
    files = files_of(document)
    sites = []
    for block in blocks_of(document):
        if block.first_line in MARKS and block.language == "yaml":
            sites.append(Site(block.place, block.text, MARKS[block.first_line], files))
        elif block.language == "console":
            sites[-1].consoles.append(block.text)
        elif block.language == "text" and sites and sites[-1].is_wrong and not sites[-1].complaint:
            sites[-1].complaint = block.text
    return sites


SITES = [site for document in DOCUMENTS for site in sites_of(document)]


def commands_of(console):
    """(command, what it prints) of each `$ ` of a console block."""
    commands = []
    for line in console.splitlines(keepends=True):
        if line.startswith("$ "):
            commands.append([line[2:].rstrip("\n"), ""])
        else:
            commands[-1][1] += line
    return commands


def is_as_told(told, printed):
    """Whether `printed` is what is told, where `...` is any text and the last line feed no matter."""
    pieces = [re.escape(piece) for piece in told.rstrip("\n").split("...")]
    return re.fullmatch(".*".join(pieces), printed.rstrip("\n"), re.DOTALL) is not None
