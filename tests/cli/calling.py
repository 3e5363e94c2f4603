"""Calling the command line: in this process for what it says, in another for what only a process shows."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from cnncalc.cli import main

ROOT = Path(__file__).resolve().parent.parent.parent


def call(*arguments, stdin=None):
    """The result of a command: `exit_code`, `stdout`, `stderr`."""
    result = CliRunner().invoke(main, arguments, input=stdin, prog_name="cnncalc")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def environment(**changes):
    """This process' environment without what colours and widths depend on."""
    kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "FORCE_COLOR")}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **changes}


def process(*arguments, env=None, **options):
    """The finished process of a command, its output as bytes."""
    command = [sys.executable, "-m", "cnncalc", *arguments]
    return subprocess.run(
        command, capture_output="stdout" not in options, env=env or environment(), check=False, **options
    )
