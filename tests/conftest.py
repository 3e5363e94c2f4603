"""Expected outputs in files: `pytest --accept` writes what comes out, `git diff` shows what that changes. No test is timed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("untimed", parent=settings.default, deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser):
    parser.addoption("--accept", action="store_true", help="take what comes out as the expected output")


@pytest.fixture
def golden(request):
    """Compare a text with `golden/NAME.txt` beside the test."""

    def compare(name, text):
        path = Path(request.path).parent / "golden" / f"{name}.txt"
        if request.config.getoption("--accept"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"no {path}: run pytest --accept and read the file"
        assert text == path.read_text(encoding="utf-8")

    return compare
