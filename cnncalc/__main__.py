"""`python -m cnncalc`."""

from __future__ import annotations

from cnncalc.cli import main

if __name__ == "__main__":
    main(prog_name="cnncalc")
