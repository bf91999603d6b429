"""The description as a page to read: plain HTML of our own, no script, nothing from elsewhere."""

import json
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

_REFERENCE = "#/components/schemas/"

_HERE = Path(__file__).parent

STYLE = (_HERE / "docs.css").read_text(encoding="utf-8")
# README has the same lines, and tests run them from there.
FIRST_CALLS = (_HERE / "first_calls.txt").read_text(encoding="utf-8")
AGENT_LINES = (_HERE / "agent_lines.txt").read_text(encoding="utf-8")


def page(description: Mapping[str, Any], *, at: str) -> str:
    """The whole page, to be served at `at` beside its style and the description itself."""
    schemas: Mapping[str, Any] = description["components"]["schemas"]
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(description['info']['title'])}: REST</title>",
        f'<link rel="stylesheet" href="{escape(at)}.css"></head><body><main>',
        f"<h1>{escape(description['info']['title'])}: the REST door</h1>",
        *(f"<p>{_marked(part)}</p>" for part in description["info"]["description"].split("\n\n")),
        '<p><a href="openapi.json">openapi.json</a> is the same for programs.</p>',
        f"<h2>To book takes three calls</h2><pre>{escape(FIRST_CALLS)}</pre>",
        f"<h2>To connect an AI agent takes five lines</h2><pre>{escape(AGENT_LINES)}</pre>",
    ]
    for tag, operations in _by_tag(description["paths"]).items():
        parts.append(f"<h2>{escape(tag)}</h2>")
        parts.extend(_operation(*each, schemas) for each in operations)
    parts.append("<h2>Messages to webhooks</h2>")
    for event, told in description["webhooks"].items():
        parts.append(_operation("post", event, told["post"], schemas))
    parts.append("<h2>Shapes</h2>")
    parts.extend(_shape(name, schema) for name, schema in sorted(schemas.items()))
    return "".join([*parts, "</main></body></html>"])


def _by_tag(paths: Mapping[str, Any]) -> dict[str, list[tuple[str, str, Mapping[str, Any]]]]:
    found: dict[str, list[tuple[str, str, Mapping[str, Any]]]] = {}
    for path, operations in paths.items():
        for method, operation in operations.items():
            found.setdefault(operation["tags"][0], []).append((method, path, operation))
    return found


def _operation(
    method: str, path: str, operation: Mapping[str, Any], schemas: Mapping[str, Any]
) -> str:
    says = _marked(operation.get("description", operation["summary"]))
    sent = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    parts = [f"<details><summary><b>{method.upper()}</b><code>{escape(path)}</code> <span>{says}"]
    parts.append("</span></summary><div>")
    if operation["parameters"]:
        rows = (
            (each["name"], _kind(each["schema"]), each.get("description", f"in the {each['in']}"))
            for each in operation["parameters"]
        )
        parts.append(_table("Parameter", "Type", "Meaning", rows))
    if sent:
        example = json.dumps(_example(sent["schema"], schemas), indent=2, ensure_ascii=False)
        parts.append(f"<h4>Body: {_kind(sent['schema'])}</h4><pre>{escape(example)}</pre>")
    answers = (
        (status, _answer_kind(answer), answer["description"])
        for status, answer in sorted(operation["responses"].items())
    )
    parts.append(_table("Answer", "Type", "Meaning", answers))
    return "".join([*parts, "</div></details>"])


def _shape(name: str, schema: Mapping[str, Any]) -> str:
    required = set(schema.get("required", ()))
    rows = (
        (field if field in required else f"{field}?", _kind(one), one.get("description", ""))
        for field, one in schema.get("properties", {}).items()
    )
    return (
        f"<details><summary><code>{escape(name)}</code>"
        f" <span>{_marked(schema.get('description', ''))}</span></summary>"
        f"<div>{_table('Field', 'Type', 'Meaning', rows)}</div></details>"
    )


def _table(first: str, second: str, third: str, rows: Iterator[tuple[str, str, str]]) -> str:
    lines = "".join(
        f"<tr><td><code>{escape(name)}</code></td><td>{escape(kind)}</td><td>{_marked(text)}</td></tr>"
        for name, kind, text in rows
    )
    head = "".join(f"<th scope='col'>{title}</th>" for title in (first, second, third))
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"
    return f'<div class="wide">{table}</div>'


def _answer_kind(answer: Mapping[str, Any]) -> str:
    for content in answer.get("content", {}).values():
        return _kind(content["schema"])
    return ""


def _kind(schema: Mapping[str, Any]) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(_REFERENCE)
    if "anyOf" in schema:
        return " or ".join(map(_kind, schema["anyOf"]))
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    return str(schema.get("format", schema.get("type", "anything")))


def _example(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
    """What could be sent."""
    if "$ref" in schema:
        return _example(schemas[schema["$ref"].removeprefix(_REFERENCE)], schemas)
    if "anyOf" in schema:
        return _example(schema["anyOf"][0], schemas)
    if schema.get("examples"):
        return schema["examples"][0]
    if schema.get("enum"):
        return schema["enum"][0]
    if schema.get("format") == "date-time":
        return "2026-03-09T09:00:00Z"
    if schema.get("type") == "object":
        return {name: _example(one, schemas) for name, one in schema.get("properties", {}).items()}
    if schema.get("type") == "array":
        return [_example(schema["items"], schemas)]
    plain: dict[str, Any] = {"integer": schema.get("minimum", 1), "boolean": False, "null": None}
    return schema.get("default", plain.get(str(schema.get("type")), ""))


def _marked(text: str) -> str:
    """Text in which what stands between backticks is code."""
    parts = escape(text).split("`")
    return "".join(
        f"<code>{part}</code>" if place % 2 else part for place, part in enumerate(parts)
    )
