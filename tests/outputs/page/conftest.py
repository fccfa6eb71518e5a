"""One browser per module, and pages opened in it from a file, as a lecturer opens them."""

from contextlib import suppress
from types import SimpleNamespace

import pytest
from browser import chromium

from approx.outputs.page import data, page
from approx.subjects.resolve import resolve_network


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture
def quick(monkeypatch):
    """Pages without the best possible: most of the time it takes to make one is its."""
    monkeypatch.setattr(data, "_limits", lambda subject: None)


@pytest.fixture
def linked():
    """A second page, opened with the address of the first once that holds what the first shows.

    The address follows when a page rests; how soon that is depends on the machine, so it is asked
    for again.
    """

    def linked(view, what):
        from playwright.sync_api import TimeoutError as TooEarly

        shown, again, errors = view.evaluate(what), view.context.new_page(), []
        again.on("pageerror", lambda error: errors.append(str(error)))
        for _ in range(10):
            again.goto("about:blank")
            again.goto(view.url)
            with suppress(TooEarly):
                same = f"shown => {what} === shown"
                again.wait_for_function(same, arg=shown, polling=50, timeout=3000)
                assert not errors
                return again
        raise AssertionError(f"{view.url} never held {shown}")

    return linked


@pytest.fixture
def opened(browser, tmp_path):
    """Opens a subject's page; what it asked for and complained about is kept."""
    contexts = []

    def opened(subject="parabola-4-best", language="en", theme="auto", html=None, **looks):
        subject = resolve_network(subject) if isinstance(subject, str) else subject
        file = tmp_path / f"page-{len(contexts)}.html"
        file.write_text(html or page(subject, language, theme), encoding="utf-8")
        looks = {"viewport": {"width": 1280, "height": 800}} | looks
        context = browser.new_context(**looks)
        contexts.append(context)
        view = context.new_page()
        asked, said = [], []
        view.on("request", lambda request: asked.append(request.url))
        view.on("console", lambda message: said.append(message.text))
        view.on("pageerror", lambda error: said.append(str(error)))
        view.goto(file.as_uri())
        view.locator(".tile strong:visible").first.wait_for()
        return SimpleNamespace(view=view, subject=subject, file=file, asked=asked, said=said)

    yield opened
    for context in contexts:
        context.close()
