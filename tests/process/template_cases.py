"""Cases of the templates' differential tests: tests/process/templates/NAME.txt.

A line is a template, in which ⏎ stands for a line feed. `%data JSON` gives the names for all of the
file's templates, `%file NAME TEXT` a template that they may include, extend and import.
"""
import dataclasses
import json
import pathlib

FOLDER = pathlib.Path(__file__).parent / "templates"


@dataclasses.dataclass
class Cases:
    name: str
    data: dict
    files: dict
    templates: list  # (line, text)

    def sources(self, ending=""):
        """All templates by their names: those of lines are called caseLINE."""
        return self.files | {f"case{line}{ending}": text for line, text in self.templates}


def read(name):
    cases = Cases(name, {}, {}, [])
    text = (FOLDER / f"{name}.txt").read_text()
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        kind, _, rest = line.partition(" ")
        rest = rest.replace("⏎", "\n")
        if kind == "%data":
            cases.data = json.loads(rest)
        elif kind == "%file":
            file, _, source = rest.partition(" ")
            cases.files[file] = source
        else:
            cases.templates.append((number, line.replace("⏎", "\n")))
    return cases
