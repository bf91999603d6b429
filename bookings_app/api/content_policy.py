"""What pages may load and run: a policy made from the pages that were built."""

import base64
import hashlib
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path

BUILT_PAGES = Path(".web/build/client")


def content_policy(pages: Path, *, websockets: Iterable[str]) -> str:
    """The Content-Security-Policy for the pages built into `pages`.

    Scripts run from our own files, or when they stand in a page as it was built: by
    their hashes. While nothing is built yet, no script in a page runs.
    """
    hashes = sorted({digest for page in pages.glob("**/*.html") for digest in _hashes(page)})
    directives = {
        "default-src": ["'self'"],
        "script-src": ["'self'", *(f"'sha256-{digest}'" for digest in hashes)],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'", *websockets],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
    return "; ".join(" ".join([name, *sources]) for name, sources in directives.items())


def inline_scripts(html: str) -> list[str]:
    """The scripts that stand in a page itself, exactly as browsers hash them."""
    reader = _ScriptReader()
    reader.feed(html)
    reader.close()
    return reader.scripts


def _hashes(page: Path) -> list[str]:
    # Browsers read line ends as LF.
    html = page.read_bytes().decode().replace("\r\n", "\n").replace("\r", "\n")
    return [
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for script in inline_scripts(html)
    ]


class _ScriptReader(HTMLParser):
    """Collects what stands between script tags that name no file."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self._parts: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script" and "src" not in dict(attrs):
            self._parts = []

    def handle_data(self, data: str) -> None:
        if self._parts is not None:
            self._parts.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._parts is not None:
            self.scripts.append("".join(self._parts))
            self._parts = None
