"""Whether a word on the command line means a kind of layer or a network: kinds win only where nothing else has the name."""

from __future__ import annotations


def is_only_a_kind(word: str) -> bool:
    """Whether `word` names a kind of layer, and neither a file nor a bundled network."""
    from os.path import exists

    from cnncalc.layers import is_kind

    if not is_kind(word) or exists(word):
        return False
    from cnncalc.spec.library import find

    return find(word) is None


def is_only_a_rule(word: str) -> bool:
    """Whether `word` is the code of a rule, in any case, and no file's name."""
    from os.path import exists

    from cnncalc.rules import RULES

    return word.upper() in RULES and not exists(word)
