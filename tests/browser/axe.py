"""axe-core on a page in the browser: what a person with a screen reader, or poor sight, could not use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
CHROMIUM = "/usr/bin/chromium"
LAUNCH_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# What passes is neither described nor handed over: on a long page that is a megabyte, and most of the time.
RUN = """() => axe.run(document, {resultTypes: ["violations"], runOnly: {type: "tag",
    values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}})
    .then(found => found.violations)"""
# A changed theme reaches the page's colours in the next frame; transitions that it begins have ended after this.
SETTLE = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    await frame();
    await frame();
    const ending = document.getAnimations().filter(one => one.effect.getComputedTiming().endTime < Infinity);
    await Promise.allSettled(ending.map(one => one.finished));
}"""


def violations(page: Any) -> list[str]:
    """One line per broken rule and element; empty when the page is fine.

    The script is evaluated by the browser's debugger, which the page's Content-Security-Policy does not stop.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
    found = page.evaluate(RUN)
    return [
        f"{rule['id']} ({rule['impact']}): {node['html'][:160]} | {_reason(node)}"
        for rule in found
        for node in rule["nodes"]
    ]


def settle(page: Any) -> None:
    """Returns when the page looks as it will go on to look."""
    page.evaluate(SETTLE)


def _reason(node: dict[str, Any]) -> str:
    return " ".join(str(node.get("failureSummary", "")).split())[:200]


def is_too_wide(page: Any) -> bool:
    """Whether the page scrolls sideways as a whole, which no page may."""
    return bool(page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth"))
