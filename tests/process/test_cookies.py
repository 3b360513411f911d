"""Cookies: what is set, what is believed, and that Tornado and tined read each other's."""
import re
import time

import pytest
from tornado.web import create_signed_value, decode_signed_value

from clients import ask, curl, get

OLD = "the first key of this site, 32 bytes or more"
NEW = "the second key of this site, 32 bytes or more"
KEYS = {1: OLD, 2: NEW}

SITE = f"""
trusted_proxies: [127.0.0.1]
cookies:
  keys: {{1: "{OLD}", 2: "{NEW}"}}
  max_age: 31d
routes:
  - {{path: /plain, cookies: {{a: xiaoming}}, text: a}}
  - path: /all
    cookies:
      a: {{value: "1", max_age: 1h, path: /all, domain: a.example, http_only: false, secure: true,
          same_site: Strict}}
    text: a
  - {{path: /off, cookies: {{a: off}}, text: a}}
  - {{path: /clear, clear_cookies: true, text: a}}
  - {{path: /value, cookies: {{a: "{{{{ query.value }}}}"}}, text: a}}
  - {{path: /read, json: {{all: "{{{{ cookies.getlist('a') }}}}", last: "{{{{ cookies.a }}}}"}}}}
  - {{path: /sign, cookies: {{who: {{value: "{{{{ query.who }}}}", signed: true}}}}, text: a}}
  - {{path: /who, text: "{{{{ signed.who }}}}|{{{{ signed.other }}}}"}}
  - path: /failing
    get: [{{cookies: {{a: "1"}}}}, {{text: "{{{{ 1 // 0 }}}}"}}]
  - path: /asked-error
    get: [{{cookies: {{a: "1"}}}}, {{error: 403}}]
"""


@pytest.fixture(name="port")
def running(site):
    return site(SITE).port


def attributes(line):
    """(NAME=VALUE, {attribute: value}) of a Set-Cookie line, attributes in lower case."""
    pair, *rest = [part.strip() for part in line.split(";")]
    return pair, {name.lower(): value for name, _, value in (part.partition("=") for part in rest)}


def test_a_cookie_has_the_defaults_of_the_site(port):
    pair, rest = attributes(get(port, "/plain").one("Set-Cookie"))
    assert pair == "a=xiaoming"
    assert rest == {"path": "/", "httponly": "", "samesite": "Lax"}


def test_a_cookie_is_secure_when_the_request_came_by_https(port):
    answer = get(port, "/plain", {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"})
    assert "secure" in attributes(answer.one("Set-Cookie"))[1]


def test_a_cookie_may_say_everything_itself(port):
    pair, rest = attributes(get(port, "/all").one("Set-Cookie"))
    rest.pop("expires", None)
    assert pair == "a=1"
    assert rest == {"path": "/all", "domain": "a.example", "max-age": "3600", "secure": "",
                    "samesite": "Strict"}


def test_off_clears_a_cookie(port):
    pair, rest = attributes(get(port, "/off").one("Set-Cookie"))
    assert pair in ("a=", 'a=""')
    assert (rest["max-age"], rest["path"]) == ("0", "/")


def test_all_that_the_request_carried_can_be_cleared(port):
    answer = get(port, "/clear", {"Cookie": 'a=1; b=2; bad name=3; c="4"'})
    cleared = [attributes(line) for line in answer.all("Set-Cookie")]
    assert sorted(pair.partition("=")[0] for pair, _ in cleared) == ["a", "b", "c"]
    assert {rest["max-age"] for _, rest in cleared} == {"0"}


def test_cookies_are_read_as_they_were_sent(port):
    answer = get(port, "/read", {"Cookie": 'a=1; other=2; a="3"; =; ; a=x=y'})
    assert answer.text == '{"all":["1","3","x=y"],"last":"x=y"}'


@pytest.mark.parametrize("value", ["a%3Bb", "a%0D%0AX-Injected:%201", "a%00b", "a%0Ab", "%7F"])
def test_a_value_with_control_characters_or_semicolons_is_never_sent(port, value):
    answer = get(port, f"/value?value={value}")
    assert (answer.status, answer.one("Set-Cookie"), answer.one("X-Injected")) == (500, None, None)


def test_a_failing_step_sets_no_cookies_and_an_asked_error_does(port):
    assert get(port, "/failing").one("Set-Cookie") is None
    assert attributes(get(port, "/asked-error").one("Set-Cookie"))[0] == "a=1"


def believed(port, value, name="who"):
    return get(port, "/who", {"Cookie": f"{name}={value}"}).text.rstrip("|")


@pytest.mark.parametrize("who", ["ann", "", "ä 你", "a|b:c;d", "x" * 1000])
def test_what_tornado_signs_tined_reads(port, who):
    for version in KEYS:
        signed = create_signed_value(KEYS, "who", who, version=2, key_version=version)
        assert believed(port, signed.decode()) == who


@pytest.mark.parametrize("who, asked", [("ann", "ann"), ("ä 你", "%C3%A4%20%E4%BD%A0"), ("", "")])
def test_what_tined_signs_tornado_reads(port, who, asked):
    pair, _ = attributes(get(port, f"/sign?who={asked}").one("Set-Cookie"))
    name, _, value = pair.partition("=")
    value = value.strip('"')
    assert name == "who"
    assert decode_signed_value(KEYS, "who", value, min_version=2).decode() == who
    assert value.split("|")[1] == "1:2"  # the highest key signs
    assert believed(port, value) == who


def test_a_signed_value_is_that_of_its_name_alone(port):
    signed = create_signed_value(KEYS, "who", "ann", version=2, key_version=2).decode()
    assert believed(port, signed, "other") == ""
    assert get(port, "/who", {"Cookie": f"who={signed}; other={signed}"}).text == "ann|"


def test_no_byte_of_a_signed_value_can_be_changed(port):
    signed = create_signed_value(KEYS, "who", "ann", version=2, key_version=2).decode()
    for position, byte in enumerate(signed):
        changed = signed[:position] + ("0" if byte != "0" else "1") + signed[position + 1:]
        assert believed(port, changed) == "", changed
        assert believed(port, signed[:position]) == "", position
    assert believed(port, signed + "0") == ""
    assert believed(port, signed) == "ann"


def test_what_another_key_or_version_signs_is_not_believed(port):
    stranger = {1: OLD.upper(), 2: NEW.upper(), 3: NEW}
    for version in stranger:
        signed = create_signed_value(stranger, "who", "ann", version=2, key_version=version)
        assert believed(port, signed.decode()) == ""
    assert believed(port, create_signed_value(OLD, "who", "ann", version=1).decode()) == ""


def test_a_signed_value_is_believed_for_as_long_as_the_site_says(port):
    def signed(age):
        return create_signed_value(KEYS, "who", "ann", version=2, key_version=1,
                                   clock=lambda: time.time() - age).decode()
    day = 86400
    assert believed(port, signed(30 * day)) == "ann"
    assert believed(port, signed(32 * day)) == ""


def test_an_old_key_still_verifies_and_can_sign_again(site):
    port = site(SITE.replace("max_age: 31d", "current: 1")).port
    pair, _ = attributes(get(port, "/sign?who=ann").one("Set-Cookie"))
    value = pair.partition("=")[2].strip('"')
    assert value.split("|")[1] == "1:1"
    assert decode_signed_value({1: OLD}, "who", value, min_version=2) == b"ann"


def test_a_key_that_was_taken_away_verifies_nothing(site):
    old = create_signed_value(KEYS, "who", "ann", version=2, key_version=1).decode()
    port = site(SITE.replace(f'1: "{OLD}", ', "")).port
    assert believed(port, old) == ""


def test_a_cookie_survives_a_round_by_a_real_jar(port, tmp_path):
    jar = tmp_path / "jar"
    curl("-c", jar, f"http://127.0.0.1:{port}/sign?who=ann")
    assert curl("-b", jar, f"http://127.0.0.1:{port}/who") == b"ann|"


def test_the_key_is_in_no_answer_and_in_no_line_of_the_log(site):
    server = site(SITE + "  - {path: /echo, any: {echo: true}}\n", "--log-level", "debug")
    for path in ["/echo", "/failing", "/value?value=%00", "/none"]:
        answer = ask(server.port, "GET", path)
        assert OLD not in answer.text and NEW not in answer.text
    server.stop()
    assert not re.search("of this site, 32 bytes", server.stderr)
