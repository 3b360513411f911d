// The templates of debug mode's error page.
#include "handlers/debug_page.hpp"

namespace tined::handlers {

std::string_view debug_page_html() noexcept {
    return R"html(<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
{% if report.is_broken %}
<noscript><meta http-equiv="refresh" content="5"></noscript>
{% endif %}
<title>{{ report.status }} {{ report.reason }}</title>
<style>
:root { --ground: #fafaf8; --card: #fff; --ink: #1d1f24; --faint: #565d68; --line: #dcdcd6;
  --fault: #b4232c; --mark: #fde8e8; --bar: #3b6fb6 }
@media (prefers-color-scheme: dark) {
  :root { --ground: #16181c; --card: #1e2126; --ink: #e6e6e3; --faint: #9aa1ac; --line: #343941;
    --fault: #ff8a80; --mark: #45262a; --bar: #7aa7e8 }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
main { max-width: 64rem; margin: 0 auto; padding: 1rem }
header { border-left: .4rem solid var(--fault); padding-left: 1rem; margin: 1rem 0 1.5rem }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.25 }
h2 { margin: 2rem 0 .5rem; font-size: 1rem; color: var(--faint); font-weight: 600 }
p { margin: .3rem 0 }
code, pre, .code, textarea { font: .85rem/1.55 ui-monospace, monospace }
.fault { color: var(--fault); font-weight: 600 }
.faint { color: var(--faint) }
section, .code, textarea { background: var(--card); border: 1px solid var(--line);
  border-radius: .4rem }
section { padding: .6rem 1rem }
.code { overflow-x: auto; margin: .5rem 0; padding: .4rem 0; border-collapse: collapse;
  display: block }
.code td { padding: 0 .8rem; white-space: pre }
.code td:first-child { color: var(--faint); text-align: right; user-select: none }
.code td:last-child { width: 100% }
.code .it td { background: var(--mark) }
dl { display: grid; grid-template-columns: minmax(8rem, 14rem) 1fr; gap: .2rem 1rem; margin: 0 }
dt { color: var(--faint) }
dd { margin: 0 }
.track { background: var(--line); border-radius: .2rem; height: .6rem; margin-top: .45rem }
.track i { display: block; background: var(--bar); border-radius: .2rem; height: 100%;
  min-width: 2px }
.phases { display: grid; grid-template-columns: minmax(6rem, 10rem) 6rem 1fr; gap: .1rem 1rem }
.phases .time { text-align: right; font-variant-numeric: tabular-nums }
textarea { width: 100%; height: 18rem; color: inherit; padding: .6rem; margin-top: .5rem }
a { color: var(--bar) }
@media (max-width: 40rem) {
  h1 { font-size: 1.3rem }
  dl { grid-template-columns: 1fr; gap: 0 }
  dd { margin-bottom: .5rem }
  .phases { grid-template-columns: 1fr 5.5rem }
  .phases .track { grid-column: 1 / 3; margin: 0 0 .4rem }
}
</style>
{% macro pairs(title, rows) %}
{% if rows %}
<h2>{{ title }}</h2>
<section><dl>
{% for row in rows %}
<dt>{{ row.name }}</dt><dd><code>{{ row.value }}</code></dd>
{% endfor %}
</dl></section>
{% endif %}
{% endmacro %}
<main>
<header>
<h1>{{ report.status }} {{ report.reason }}</h1>
{% if report.request %}
<p><code>{{ report.request.method }} {{ report.request.url }}</code></p>
{% endif %}
{% if report.message and not report.excerpts %}
<p class="fault">{{ report.message }}</p>
{% endif %}
{% if report.is_broken %}
<p>The site of before serves on; this page reloads itself when the mistake is mended.</p>
{% endif %}
</header>
{% for excerpt in report.excerpts %}
{% if not excerpt.is_step %}
<p class="fault">{{ excerpt.message }}</p>
{% endif %}
{% if excerpt.shown %}
<pre class="code">{{ excerpt.shown }}</pre>
{% endif %}
<p>{% if excerpt.is_step %}{{ excerpt.message }} {% endif %}<code>{{ excerpt.file }}{% if excerpt.line %}:{{ excerpt.line }}:{{ excerpt.column }}{% endif %}</code></p>
{% if excerpt.lines %}
<table class="code">
{% for line in excerpt.lines %}
<tr{% if line.is_it %} class="it"{% endif %}><td>{{ line.number }}</td><td>{{ line.text }}{% if line.caret %}
{{ line.caret }}{% endif %}</td></tr>
{% endfor %}
</table>
{% endif %}
{% endfor %}
{{ pairs("What is wrong with the arguments", report.fields) }}
{% if report.route %}
<h2>Route</h2>
<section>
<p><code>{{ report.route.place }}</code></p>
{% if report.route.path %}
<p><code>{{ report.route.path }}</code> {{ report.route.methods }}{% if report.route.name %}, named {{ report.route.name }}{% endif %}</p>
{% endif %}
</section>
{% endif %}
{% if report.candidates %}
<h2>Routes that come near, and why they do not answer</h2>
<section><dl>
{% for candidate in report.candidates %}
<dt><code>{{ candidate.path }}</code></dt><dd>{{ candidate.why }} <span class="faint">{{ candidate.place }}</span></dd>
{% endfor %}
</dl></section>
{% endif %}
{% if report.phases %}
<h2>Timeline</h2>
<section class="phases">
{% for phase in report.phases %}
<span>{{ phase.name }}</span><span class="time">{{ phase.duration }} ms</span>
<div class="track"><i style="margin-left: {{ phase.from }}%; width: {{ phase.width }}%"></i></div>
{% endfor %}
</section>
{% endif %}
{{ pairs("Arguments", report.arguments) }}
{{ pairs("Files", report.files) }}
{{ pairs("Cookies", report.cookies) }}
{{ pairs("Headers", report.headers) }}
{% if report.request %}
<h2>Request</h2>
<section>
<p>{{ report.request.id }} <span class="faint">from {{ report.request.client }} by {{ report.request.version }} at {{ report.request.time }}</span></p>
</section>
{% endif %}
<h2>All of this as text</h2>
<p><a download="error.txt" href="data:text/plain;charset=utf-8,{{ text | urlencode }}">Save as a file</a></p>
<details><summary>Show</summary><textarea readonly aria-label="The error as text">{{ text }}</textarea></details>
<p class="faint">tined tells this in debug mode alone.</p>
</main>
{% if report.reloads %}
<script>
(async () => {
  for (;;) {
    const answer = await fetch(location.href, {headers: {"Tined-Wait": "{{ time }}"}, cache: "no-store"})
      .catch(() => new Promise(retry => setTimeout(retry, 1000)));
    // The other workers may need a moment more.
    if (answer && answer.status === 205) return setTimeout(() => location.reload(), 200);
    if (answer && answer.status !== 204) return;
  }
})();
</script>
{% endif %}
</html>
)html";
}

std::string_view debug_page_text() noexcept {
    return R"text({{ report.status }} {{ report.reason }}
{% if report.request %}
{{ report.request.method }} {{ report.request.url }}
{% endif %}
{% if report.message and not report.excerpts %}

{{ report.message }}
{% endif %}
{% for excerpt in report.excerpts %}

{% if excerpt.is_step %}{{ excerpt.message }} {% endif %}
{{- excerpt.file }}{% if excerpt.line %}:{{ excerpt.line }}:{{ excerpt.column }}{% endif %}
{{- "" if excerpt.is_step else ": " ~ excerpt.message }}
{% if excerpt.shown %}
{{ excerpt.shown }}
{% endif %}
{% for line in excerpt.lines %}
{{ "> " if line.is_it else "  " }}{{ "%5d" | format(line.number) }}  {{ line.text }}
{% if line.caret %}
         {{ line.caret }}
{% endif %}
{% endfor %}
{% endfor %}
{% macro pairs(title, rows) %}
{% if rows %}

{{ title }}
{% for row in rows %}
  {{ row.name }}: {{ row.value }}
{% endfor %}
{% endif %}
{% endmacro %}
{{ pairs("What is wrong with the arguments", report.fields) -}}
{% if report.route %}

Route
  {{ report.route.place }} {{ report.route.path }}
{% endif %}
{% if report.candidates %}

Routes that come near
{% for candidate in report.candidates %}
  {{ candidate.path }}: {{ candidate.why }} ({{ candidate.place }})
{% endfor %}
{% endif %}
{% if report.phases %}

Timeline
{% for phase in report.phases %}
  {{ phase.name }}: {{ phase.duration }} ms
{% endfor %}
{% endif %}
{{ pairs("Arguments", report.arguments) -}}
{{ pairs("Files", report.files) -}}
{{ pairs("Cookies", report.cookies) -}}
{{ pairs("Headers", report.headers) -}}
{% if report.request %}

Request {{ report.request.id }} from {{ report.request.client }} at {{ report.request.time }}
{% endif %}
)text";
}

}  // namespace tined::handlers
