"""Text to networks: notation, YAML documents, and the bundled networks."""

from __future__ import annotations

from cnncalc.spec.changes import Changes
from cnncalc.spec.load import Loaded, load

__all__ = ["Changes", "Loaded", "load"]
