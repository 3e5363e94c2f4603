"""What `verify` found, as JSON: both sides of every comparison, so that a difference can be looked into."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.render.json import SCHEMA, diagnostics, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cnncalc.diagnostics import Diagnostic
    from cnncalc.engine.verify import Comparison, Verification


def render(name: str, found: Verification | None, problem: str, said: Sequence[Diagnostic]) -> dict[str, Any]:
    """One network: what was compared, or the `problem` because of which nothing was."""
    document: dict[str, Any] = {"network": name, "ok": found is not None and found.ok, "error": problem or None}
    if found is not None:
        document |= {
            "layers": [
                {
                    "id": check.id,
                    "kind": check.kind,
                    "ok": check.ok,
                    "seconds": check.seconds,
                    "compared": _compared(check.what),
                }
                for check in found.checks
            ],
            "totals": _compared(found.totals),
            "seconds": found.seconds,
            "kinds": [{"kind": kind, **spent._asdict()} for kind, spent in found.by_kind().items()],
            "instead": None if found.instead is None else found.instead._asdict(),
            "proof": None if found.proof is None else _proof(found.proof),
        }
    document["diagnostics"] = diagnostics(said)
    return document


def document(networks: Sequence[dict[str, Any]]) -> Iterator[str]:
    """One network as the document itself, several as a list in it."""
    if len(networks) == 1:
        return written({"schema": SCHEMA, **networks[0]})
    return written({"schema": SCHEMA, "networks": list(networks)})


def _compared(what: Sequence[Comparison]) -> dict[str, Any]:
    return {one.name.replace(" ", "_"): {"engine": one.engine, "measured": one.measured} for one in what}


def _proof(proof: Any) -> dict[str, Any]:
    return {**proof._asdict(), "box": proof.box._asdict()}
