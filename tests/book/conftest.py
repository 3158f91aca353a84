"""The sites and the browser of the tests marked ``site``, made once."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from .looking import FLAGS, find_browser
from .making import ROOT, STRICT, build, copy_trial
from .serving import served


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the book as it is published, or take the site that the variable SITE names."""
    if given := os.environ.get("SITE"):
        return Path(given).resolve()
    built = build(ROOT, tmp_path_factory.mktemp("book"), *STRICT)
    assert built.code == 0, built.log
    return built.site


@pytest.fixture(scope="session")
def trial_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the trial book."""
    built = build(copy_trial(tmp_path_factory.mktemp("trial") / "book"), None, *STRICT)
    assert built.code == 0, built.log
    return built.site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Open a Chromium without a network."""
    with sync_playwright() as playwright:
        path = find_browser(playwright)
        if path is None:
            advice = "no Chromium found: install one, run `playwright install chromium`, or set CHROMIUM to its path"
            if os.environ.get("CI"):
                pytest.fail(advice)
            pytest.skip(advice)
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session", params=["http", "file"])
def base(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    """Give the site on a server, and in a folder."""
    if request.param == "file":
        yield site.as_uri()
    else:
        with served(site) as server:
            yield server.address


@pytest.fixture(scope="session")
def online(site: Path) -> Iterator[str]:
    """Give the site on a server."""
    with served(site) as server:
        yield server.address


@pytest.fixture(scope="session")
def trial(trial_site: Path) -> Iterator[str]:
    """Give the trial book's site on a server."""
    with served(trial_site) as server:
        yield server.address
