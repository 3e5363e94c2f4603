"""Whether a word on the command line means a kind of layer, a rule or a network: kinds win only where nothing else has the name."""

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


def no_rule(word: str) -> str:
    """What to say of a word that looks like a code, is no file's name, and is no rule's; "" of others."""
    from os.path import exists

    from cnncalc.rules import RULES

    code = word.upper()
    if not code.startswith("CNN") or not code[3:].isdecimal() or code in RULES or exists(word):
        return ""
    from cnncalc.spec.findings import did_you_mean

    return f"there is no rule {code}; {did_you_mean(code, RULES, '`cnncalc explain` lists them')}"
