"""api_examples.py FOLDER FILE: writes to FILE one C++ source with the programs of the pages in FOLDER.

Of each page NAME.md the cpp block is a whole program, and the text block behind it what it prints. Here its includes go to the
top, and the rest into a namespace of its own; tests/app/api_examples_test.cpp runs them all.
"""
import pathlib
import re
import sys

PAGE = re.compile(r"^```cpp\n(?P<code>.*?)^```$.*?^```text\n(?P<told>.*?)^```$", re.MULTILINE | re.DOTALL)


def program(path):
    """Its includes, the rest of it, and what it prints."""
    found = PAGE.search(path.read_text())
    if not found:
        sys.exit(f"{path}: no program in a cpp block with what it prints in a text block behind it")
    lines = found["code"].splitlines()
    includes = [line for line in lines if line.startswith("#include")]
    rest = "\n".join(line for line in lines if not line.startswith("#include")).rstrip()
    # Outside of the global namespace main() is a function like others, and must return something.
    return includes, rest.removesuffix("}") + "    return 0;\n}", found["told"]


def main():
    pages = {path.stem: program(path) for path in sorted(pathlib.Path(sys.argv[1]).glob("*.md"))
             if path.name != "README.md"}
    parts = ['#include "tests/app/api_examples.hpp"']
    parts += sorted({line for includes, _, _ in pages.values() for line in includes})
    parts += [f"namespace page_{name} {{\n{rest}\n}}  // namespace page_{name}"
              for name, (_, rest, _) in pages.items()]
    parts += ["std::span<const tests::ApiExample> tests::api_examples() {",
              "    static constexpr ApiExample all[] = {"]
    parts += [f'        {{"{name}", page_{name}::main, R"told({told})told"}},'
              for name, (_, _, told) in pages.items()]
    pathlib.Path(sys.argv[2]).write_text("\n".join([*parts, "    };", "    return all;", "}", ""]))


main()
