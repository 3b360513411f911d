"""The schema for editors (docs/tined.schema.json) is true: it knows the keys that tined reads at each place,
the defaults of the manual, takes what tined takes, and refuses the keys that tined refuses."""
import json
import os
import re
import subprocess

import jsonschema
import pytest
import yaml

import documents
import test_manual
from documents import ROOT

SCHEMA = json.loads((ROOT / "docs/tined.schema.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
CORPUS = ROOT / "tests/corpus"
TOUR = ROOT / "examples/tour/tined.yaml"


class CoreLoader(yaml.SafeLoader):
    """Reads as an editor does: the core types of YAML 1.2 (PyYAML's own are those of 1.1, in which `off` is
    false), keys as text, and tined's tags as the text behind them."""
    yaml_implicit_resolvers = {}

    def construct_mapping(self, node, deep=False):
        return {key.value: self.construct_object(value, deep=True) for key, value in node.value}


def core_type(name, pattern, construct):
    tag = f"tag:yaml.org,2002:{name}"
    CoreLoader.add_implicit_resolver(tag, re.compile(f"(?:{pattern})$"), None)
    CoreLoader.add_constructor(tag, lambda loader, node: construct(node.value))


core_type("null", r"~|null|Null|NULL|", lambda text: None)
core_type("bool", r"true|True|TRUE|false|False|FALSE", lambda text: text.lower() == "true")
core_type("int", r"[-+]?[0-9]+", int)
core_type("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", float)
for own_tag in ["!env", "!file", "!credential"]:
    CoreLoader.add_constructor(own_tag, lambda loader, node: node.value)


def load(text):
    return yaml.load(text, CoreLoader)


def faults(text):
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(load(text))]


def tined_says(folder, text):
    """The lines of `tined check`; none if the file is right."""
    (folder / "tined.yaml").write_text(text)
    done = subprocess.run([os.environ["TINED"], "check"], cwd=folder, capture_output=True, text=True,
                          timeout=20, check=False)
    assert done.returncode in (0, 78)
    return done.stderr.splitlines()


def objects(schema):
    """Every mapping within the schema, that is each schema and what holds them."""
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from objects(value)


def at(pointer):
    """The schema at a JSON pointer, such as $defs/folder/anyOf/0."""
    found = SCHEMA
    for name in pointer.split("/") if pointer else []:
        found = found[int(name) if isinstance(found, list) else name]
    return found


def with_its_ref(schema):
    """The schema, and what its $ref leads to, and so on."""
    while True:
        yield schema
        if "$ref" not in schema:
            return
        schema = at(schema["$ref"].removeprefix("#/"))


def description(schema):
    """The nearest one wins, as in an editor."""
    return next((one["description"] for one in with_its_ref(schema) if "description" in one), "")


def properties():
    return [pair for schema in objects(SCHEMA) if isinstance(schema.get("properties"), dict)
            and "$ref" not in schema["properties"] for pair in schema["properties"].items()]


KEYS = {key for key, _ in properties()}


def test_it_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_each_ref_leads_to_something():
    refs = [schema for schema in objects(SCHEMA) if isinstance(schema.get("$ref"), str)]
    assert len(refs) > 100
    assert all(isinstance(list(with_its_ref(ref))[-1], dict) for ref in refs)


def test_its_keys_are_those_of_the_manual():
    assert len(KEYS) > 80
    assert KEYS == test_manual.keys_of_the_page()


def test_each_key_is_described():
    assert [key for key, schema in properties() if not description(schema).endswith(".")] == []


def test_its_defaults_are_those_of_the_manual():
    told, known = {}, {}
    for keys, default in re.findall(r"^\.It Ic (.*?) : .*Pq (?:Cm|Pa) (\S+)$", test_manual.PAGES[1].read_text(),
                                    re.MULTILINE):
        for key in re.findall(r"\w+", keys):
            told.setdefault(key, set()).add(default)
    for key, schema in properties():
        if "default" in schema:
            value = schema["default"]
            known.setdefault(key, set()).add(json.dumps(value).strip('"'))
            assert schema["description"].endswith(f" Default: {json.dumps(value)}.".replace('"', "")), key
    assert len(known) > 40
    assert known == told


# Where a mapping of the schema stands in a file. `%s` is its keys.
PLACES = {
    "": "{%s}",
    "$defs/limits": "limits: {%s}",
    "properties/compression/anyOf/1": "compression: {%s}",
    "properties/supervise": "supervise: {%s}",
    "properties/supervise/properties/backoff": "supervise: {backoff: {%s}}",
    "properties/supervise/properties/recycle": "supervise: {recycle: {%s}}",
    "properties/supervise/properties/quarantine/anyOf/1": "supervise: {quarantine: {%s}}",
    "properties/log": "log: {%s}",
    "properties/log/properties/access/anyOf/0": "log: {access: {%s}}",
    "$defs/listener/anyOf/0": "listen: {%s}",
    "$defs/cookie_settings": "cookies: {%s}",
    "$defs/cookie_settings/properties/defaults": "cookies: {defaults: {%s}}",
    "$defs/module/anyOf/1": "modules: [{%s}]",
    "$defs/option": "options: {a: {%s}}",
    "$defs/templates/anyOf/0": "templates: {%s}",
    "$defs/templates/anyOf/0/properties/bounds": "templates: {bounds: {%s}}",
    "$defs/folder/anyOf/0": "static: {/a/: {%s}}",
    "$defs/step": "before: {%s}",
    "$defs/argument/anyOf/0": "before: {arguments: {a: {%s}}}",
    "$defs/cookie/anyOf/0": "before: {cookies: {a: {%s}}}",
    "$defs/group": "routes: [{routes: ~, %s}]",
    "$defs/route": "routes: [{%s}]",
    "$defs/test": "tests: [{%s}]",
    "$defs/test/properties/expect": "tests: [{expect: {%s}}]",
}


def test_each_mapping_of_the_schema_has_its_place():
    closed = [schema for schema in objects(SCHEMA)
              if schema.get("additionalProperties") is False and "properties" in schema]
    known = [id(at(place)) for place in PLACES]
    assert [schema["properties"].keys() for schema in closed if id(schema) not in known] == []


@pytest.mark.parametrize("place", PLACES)
def test_it_has_the_keys_that_tined_reads_at_a_place(tmp_path, place):
    # What makes a route a group is tried with groups; a key that is null is known or not all the same.
    tried = KEYS - {"routes", "include"}
    refused = set()
    for line in tined_says(tmp_path, PLACES[place] % ", ".join(f"{key}: ~" for key in sorted(tried))):
        refused |= set(re.findall(r"(\w+): (?:unknown key|not in this version of tined yet$)", line))
    keys = set(at(place)["properties"])
    if place == "$defs/group":  # an answer in a group and a host in a route have an error of their own
        answers = set("text html json template file redirect error echo handler".split())
        assert answers.isdisjoint(keys | refused)
        refused |= answers
    if place == "$defs/route":
        assert "host" not in keys | refused
        refused.add("host")
    assert refused
    assert keys - {"routes", "include"} == tried - refused


MANUAL_EXAMPLE = test_manual.PAGES[1].read_text().split(".Bd -literal -offset indent\n")[1].split("\n.Ed")[0]
SITES = [
    pytest.param(TOUR.read_text(), id="tour"),
    pytest.param((TOUR.parent / "more/offers.yaml").read_text(), id="what the tour includes"),
    pytest.param(MANUAL_EXAMPLE, id="manual"),
    *(pytest.param(site.yaml, id=site.place) for site in documents.SITES if not site.is_wrong)]


@pytest.mark.parametrize("text", SITES)
def test_it_takes_a_right_site(text):
    assert faults(text) == []


@pytest.mark.parametrize("text", [
    'workers: "4"', "workers: 007", "debug: ~", "routes:", "tests:", "cookies: {keys: ~}", "log: {access: ~}",
    "limits: {body_size: 512, body_rate: 0, idle_timeout: 1d}", "supervise: {drain_timeout: 0s}",
    "listen: ['127.0.0.1:0', {address: 'unix:s', mode: 0660, group: users}]", "listen: 'unix:s'",
    "server_header: off", "trusted_proxies: unix", "include: []",
    "cookies: {keys: {0: aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbb}, current: 0, defaults: {secure: false, same_site: off}}",
    "log: {access: '{{ status }}'}", "log: {access: off}", "options: {ttl: {type: duration, default: 5m}}",
    "headers: {A: off, B: [1, true], C: ~}", "error_pages: {404: ~, 4xx: {text: no}, 500: [{html: off}]}",
    "routes: [{path: ~, regex: /a, text: no}]", "routes: [{path: /, text: ~, html: 1.10}]",
    'routes: [{path: /, error: "404"}]', "routes: [{path: /, error: {status: 402, why: [1, {a: ~}]}}]",
    "routes: [{path: /, any: [{when: true, json: ~}, {status: 204}]}]",
    "routes: [{path: /, arguments: {a: int, b: [date], c: {type: float, minimum: 1e3}}, text: a}]",
    "routes: [{path: /, arguments: {a: {type: [int], default: [1, 2], enum: [1, 2]}}, text: a}]",
    "routes: [{path: /, cookies: {a: off, b: 1, c: {value: x, max_age: 0s, secure: auto}}, text: a}]",
    "routes: [{path: /, before: {when: params, error: 404}, cache: off, headers: {A: b}, post: {text: a}}]",
    "routes: [{host: ['*.a.example', '[::1]'], routes: [{path: /a/, body_size: 1TiB, routes: []}]}]",
    "tests: [{request: GET /, signed: {}, headers: {A: 1}, expect: {status: 404, text: ~}}]",
])
def test_it_takes_what_tined_takes_though_it_may_look_wrong(tmp_path, text):
    assert tined_says(tmp_path, text) == []
    assert faults(text) == []


@pytest.mark.parametrize("text", [
    "- a", "workers: many", "workers: 0", "workers: 1025", "debug: off", "listen: 8888", "listen: []",
    "listen: {mode: 0660}", "listen: {address: 'unix:s', mode: rw}", "user: ''", "log: {level: warn}",
    "log: {access: combine}", "limits: {body_size: 10MB}", "limits: {idle_timeout: 75}", "limits: {idle_timeout: 0s}",
    "limits: {header_count: 0}", "forwarded_by: cloud", "cookies: {keys: {one: a}}",
    "cookies: {defaults: {same_site: lax}}", "cookies: {defaults: {path: a}}", "options: {a-b: {}}",
    "options: {a: {type: text}}", "static: {/a: .}", "static: public", "templates: {strict: true}",
    "templates: {folder: ., bounds: {depth: 1001}}", "headers: {a b: c}", "error_pages: {200: {text: a}}",
    "routes: {path: /}", "routes: [~]", "routes: [/]", "routes: [{text: a}]", "routes: [{path: a, text: a}]",
    "routes: [{path: /, text: {a: b}}]", "routes: [{path: /, text: [a]}]",
    "routes: [{path: /, text: a, status: 199}]", "routes: [{path: /, error: 200}]",
    "routes: [{path: /, error: {reason: a}}]", "routes: [{path: /, echo: false}]",
    "routes: [{path: /, text: a, clear_cookies: all}]", "routes: [{path: /, text: a, with: {a-b: 1}}]",
    "routes: [{path: /, text: a, arguments: {a: integer}}]", "routes: [{path: /, text: a, arguments: {a: {enum: []}}}]",
    "routes: [{path: /, text: a, arguments: {a: {in: body}}}]", "routes: [{path: /, text: a, cookies: {a: {}}}]",
    "routes: [{path: /, text: a, cookies: {a: {value: a, max_age: soon}}}]", "routes: [{host: [], routes: []}]",
    "routes: [{path: /a/, static: {folder: ., try: [html]}}]", "tests: [{request: GET /}]",
    "tests: [{request: /, expect: {status: 200}}]", "tests: [{request: GET /, expect: {}}]",
])
def test_it_refuses_a_value_that_tined_refuses(tmp_path, text):
    assert tined_says(tmp_path, text) != []
    assert faults(text) != []


def key_path(error, key):
    """As tined writes it: routes[0].get.text, static["/a/"].index."""
    path = ""
    for part in [*error.absolute_path, key]:
        if isinstance(part, int):
            path += f"[{part}]"
        elif re.fullmatch(r"[\w-]+", part, re.ASCII):
            path += f".{part}"
        else:
            path += f'["{part}"]'
    return path.removeprefix(".")


def unknown_keys(errors):
    """The paths of all keys that a mapping of the schema does not have."""
    paths = set()
    for error in errors:
        paths |= unknown_keys(error.context)
        if error.validator == "additionalProperties":
            paths |= {key_path(error, key) for key in error.instance
                      if key not in error.schema.get("properties", {})}
    return paths


FAULT = re.compile(r"^(\S+?):\d+:\d+: (.*): (?:unknown key\b.*|not in this version of tined yet)$", re.MULTILINE)
REFUSED = {}  # file -> the paths of its unknown keys
for expected in sorted(CORPUS.glob("*/*.expected")):
    for name, key in FAULT.findall(expected.read_text()):
        REFUSED.setdefault(expected.parent / name, set()).add(key)
for no_yaml_to_other_readers in ["all_errors_at_once", "blank_missing_after_last_colon", "parts/wrong"]:
    REFUSED.pop(CORPUS / f"config/{no_yaml_to_other_readers}.yaml")
REFUSED.pop(CORPUS / "site/unknown_names.yaml")  # those are names in expressions, not keys


def test_the_corpus_has_files_with_unknown_keys():
    assert len(REFUSED) > 15


@pytest.mark.parametrize("file", REFUSED, ids=lambda path: str(path.relative_to(CORPUS)))
def test_it_refuses_the_keys_that_tined_refuses(file):
    assert REFUSED[file] - unknown_keys(VALIDATOR.iter_errors(load(file.read_text()))) == set()
