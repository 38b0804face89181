"""A real browser for the tests. `python -m tests.browser` installs one where it may."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Request, Response

MISSING = (
    "No Chromium found: browser tests cannot run. Install chromium or google-chrome, "
    "or name one in HEALTHINFO_CHROMIUM."
)
# Chromium without its own windows: a page costs it a third of the time.
SHELL = "chromium-headless-shell"
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
# Targets of 24 by 24 pixels are asked for by WCAG 2.2; axe measures them only when told to.
AXE_RULES: dict[str, Any] = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    # It would put the stylesheets into the page once more, which the policy forbids.
    "preload": False,
}
AXE = Axe()
# What inherits a colour fades after what it inherits it from.
SETTLE = "() => { while (document.getAnimations().length) document.getAnimations()[0].finish() }"
PARTS_OF_A_PAGE = {"font", "image", "script", "stylesheet"}


def find_chromium() -> str | None:
    """The browser HEALTHINFO_CHROMIUM names, else the lightest one on the PATH."""
    if named := os.environ.get("HEALTHINFO_CHROMIUM"):
        return named
    names = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next(filter(None, map(shutil.which, names)), None)


def launch(playwright: Playwright, executable: str) -> Browser:
    # Chromium's sandbox refuses to run as root.
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=executable, args=FLAGS + as_root)


@contextmanager
def watched_page(browser: Browser, base_url: str, *, javascript: bool = True) -> Iterator[Page]:
    """A page in a fresh profile.

    On leaving, raises `AssertionError` naming every violation of the Content Security Policy or
    of a frame's sandbox, request to another host, part that did not load, and uncaught script
    error.
    """
    complaints: list[str] = []
    host = urlsplit(base_url).netloc

    def on_console(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "sandboxed" in message.text:
            complaints.append(message.text)

    def on_request(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"about", "blob", "data"} and address.netloc != host:
            complaints.append(f"request to another host: {request.url}")

    def on_response(response: Response) -> None:
        if response.status >= 400 and response.request.resource_type in PARTS_OF_A_PAGE:
            complaints.append(f"{response.status} for {response.url}")

    context = browser.new_context(base_url=base_url, java_script_enabled=javascript)
    context.set_default_timeout(15_000)
    context.on("console", on_console)
    context.on("request", on_request)
    context.on("response", on_response)
    context.on("weberror", lambda error: complaints.append(f"uncaught: {error.error}"))
    try:
        yield context.new_page()
    finally:
        context.close()
    if complaints:
        raise AssertionError("\n".join(complaints))


def axe_violations(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    """What axe finds wrong on the page: one line a rule, with the elements that break it.

    `options` takes the place of those of `AXE_RULES` with the same names.
    """
    # The admin's links fade in: half-way there a colour has too little contrast.
    page.evaluate(SETTLE)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    found = page.evaluate(
        "async options => (await axe.run(options)).violations", AXE_RULES | (options or {})
    )
    return [
        f"{rule['id']} ({rule['impact']}): {', '.join(str(n['target']) for n in rule['nodes'])}"
        for rule in found
    ]


def main() -> None:
    """Makes a browser available before the tests start, by apt for root on Debian.

    Where CI is set it is the lightest one, even beside another.
    """
    found = find_chromium()
    named = os.environ.get("HEALTHINFO_CHROMIUM") or shutil.which(SHELL)
    if named or (found and not os.environ.get("CI")):
        return
    if os.geteuid() != 0 or not Path("/etc/debian_version").exists():
        print(f"{found} will do." if found else MISSING, file=sys.stderr)
        return
    print("Installing Chromium for the browser tests", flush=True)
    if _install(SHELL) or found:
        return
    if not _install("chromium"):
        raise SystemExit(MISSING)


def _install(package: str) -> bool:
    """Whether apt could install it; what it says against it goes to stderr."""
    return all(
        subprocess.run(
            ["apt-get", "-qq", *arguments],
            check=False,
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            stdout=subprocess.DEVNULL,
        ).returncode
        == 0
        for arguments in (["update"], ["install", "--yes", "--no-install-recommends", package])
    )


if __name__ == "__main__":
    main()
