"""Copies of calls: the same network, names, places and mistakes as if every call were walked."""

from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnncalc.spec.replay import Part
from tests.spec.reading import loaded

DOCUMENT = """\
input: 16x16x4
parameters: {{k: 3, unit: plain}}
blocks:
  plain(c=4): CONV$k-$c BN RELU
  labelled(c=4): conv:CONV$k-$c mid:(BN RELU) out:RELU
  joined(c=4): "{{plain($c) + side:CONV1-$c}} RELU"
  nested(c=4, n=2): plain($c)*$n labelled($c) joined($c)
  counted(c=4, n=2): plain($c) counted($c, $(n - 1))*$(n > 0)
  chosen(c=4): $unit($c) CONV1-$c
  nothing(c=4): ID
  kept(c=4): "a:CONV1-$c {{@a + RELU}}"
  outside(c=4): "{{@stem + CONV1-4}}"
  late(c=4): "{{@later + CONV1-4}}"
  wrong(c=4): CONV9-$c p9 CONV$c
  inner_input(c=4): INPUT 8x8x4
  same(c=4): x:plain($c) plain($c)
layers: >-
  stem:CONV1-4 {}
"""
CALLS = ("plain(4)", "labelled(4)", "joined(4)", "nested(4)", "counted(4, 2)", "chosen(4)", "nothing(4)", "kept(4)", "outside(4)", "late(4)", "wrong(4)", "inner_input(4)", "same(4)", "plain(8)", "$unit(4)", "unknown(4)")  # fmt: skip


def described(text):
    found = loaded(text)
    return found.networks, found.diagnostics


def walked(text):
    """What the text is without copies."""
    with patch.object(Part, "copied", lambda *_: False):
        return described(text)


def copies(text):
    """How many calls were copied."""
    count, copied = 0, Part.copied

    def counting(part, construction):
        nonlocal count
        done = copied(part, construction)
        count += done
        return done

    with patch.object(Part, "copied", counting):
        loaded(text)
    return count


def document(layers):
    return DOCUMENT.format(layers)


@pytest.mark.parametrize(
    ("layers", "copied"),
    [
        ("plain(4)", 0),
        ("plain(4) plain(4)", 1),  # written twice: their calls differ, and nothing else
        ("plain(4)*3", 2),
        ("nested(4)*5", 5),  # the second plain of the first, and four whole
        ("stage:joined(4)*4", 3),
        ("(plain(4) CONV1-4)*3", 2),
        ("counted(4, 3)*2", 1),
        ("plain($(4*i + 4))*i<3", 0),
        ("plain(4)*i<3", 2),
        ("nested(4) plain(4)", 2),  # two of the three are plain(4)
        ("kept(4)*3", 0),  # a reference may mean something else the next time
        ("nothing(4)*3", 0),
        ("wrong(4)*3", 0),
        ("plain3.conv1:RELU plain(4)*3", 1),  # the third would have a name that is given
        ("plain(4)*3 plain3.bn1:RELU", 1),  # or will be
        ("plain(4)*3 {@plain3 + ID}", 2),
        ("labelled(4)*2 {@labelled2.mid + ID}", 1),
        ("labelled(4)*2 {@mid + ID}", 1),  # either may be meant
        ("{plain(4)*3 + labelled(4)*3}", 4),
    ],
)
def test_calls_that_are_copied(layers, copied):
    assert copies(document(layers)) == copied
    assert described(document(layers)) == walked(document(layers))


@given(st.data())
def test_a_copy_is_what_a_walk_makes(data):
    def item(depth):
        form = data.draw(st.sampled_from(["call", "call", "repeat", "label", "group", "sum", "reference"]))
        if form == "call" or depth == 0:
            return data.draw(st.sampled_from(CALLS))
        if form == "reference":
            names = ("stem", "plain1", "plain2.conv1", "conv", "labelled1.mid", "joined2.side", "bn1")
            return f"{{@{data.draw(st.sampled_from(names))} + ID}}"
        inner = " ".join(item(depth - 1) for _ in range(data.draw(st.integers(1, 2))))
        if form == "label":
            label = data.draw(st.sampled_from(["a", "later", "plain2", "plain3.conv1", "joined2.side", "conv1", "x.y"]))
            return f"{label}:({inner})"
        return {
            "group": f"({inner})",
            "sum": f"{{{inner} + ID}}",
            "repeat": f"({inner})*{data.draw(st.integers(2, 3))}",
        }[form]

    text = document(" ".join(item(2) for _ in range(data.draw(st.integers(1, 4)))))
    assert described(text) == walked(text)


@pytest.mark.parametrize(
    ("module", "limit", "most"),
    [("construction", "LAYERS", most) for most in range(1, 60, 7)]
    + [("effort", "MOST", most) for most in range(200, 900, 23)],
)
def test_limits_end_a_network_at_the_same_place(monkeypatch, module, limit, most):
    for one in (module, "replay"):
        monkeypatch.setattr(f"cnncalc.spec.{one}.{limit}", most)
    text = document("nested(4)*5")
    assert described(text) == walked(text)
