"""A browser that looks at pages and notes what they ask for and complain of."""

import os
import shutil
import urllib.parse
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from playwright.sync_api import Browser, Playwright, Request

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
USUAL = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
)

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost",
]

DRAWN = ".chart-live canvas, .chart-live svg.marks"


def find_browser(playwright: Playwright) -> str | None:
    """Return the path of a Chromium: the one named by CHROMIUM, one of the system, or Playwright's own."""
    on_path = [path for name in NAMES if (path := shutil.which(name))]
    own = playwright.chromium.executable_path
    return next((p for p in (os.environ.get("CHROMIUM"), *on_path, *USUAL, own) if p and Path(p).exists()), None)


def is_complaint(kind: str, text: str) -> bool:
    """Whether a message of the console is an error, or a warning of Vega's."""
    return kind == "error" or (kind == "warning" and text.startswith("WARN"))


class Visit:
    """A visit to a page: what it asked for from outside, and its complaints; without a file, if a pattern for it is given."""

    def __init__(self, browser: Browser, url: str, *, width: int = 1280, without: str = "", **options: Any) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 850}, **options)
        if without:
            self.context.route(without, lambda route: route.abort())
        self.page = self.context.new_page()
        self.outside: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda m: self.complaints.append(m.text) if is_complaint(m.type, m.text) else None)
        self.page.on("requestfailed", lambda r: self.complaints.append(f"not loaded: {r.url}"))
        self.page.goto(url)

    def _note(self, request: Request) -> None:
        url = urllib.parse.urlsplit(request.url)
        if url.scheme not in ("data", "blob", "file") and url.hostname != "localhost":
            self.outside.append(request.url)

    def wake(self) -> int:
        """Scroll through the page until every chart is live; return their number."""
        charts = self.page.locator("figure.chart")
        for chart in charts.all():
            chart.scroll_into_view_if_needed()
            chart.locator(DRAWN).first.wait_for(timeout=20_000)
        return charts.count()

    def overflow(self) -> float:
        """Return by how many px the page is wider than its window."""
        return self.page.evaluate("document.documentElement.scrollWidth - innerWidth")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.context.close()
