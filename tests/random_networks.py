"""Random networks, grown as notation from a grammar that knows how deep its maps are, so that most of what it makes has an output.

Paths may be made to keep their extents, as the paths of a brace must; then a convolution is odd with the padding that goes with it.
"""

from __future__ import annotations

from hypothesis import strategies as st

POINTWISE = ("RELU", "LRELU0.1", "PRELU", "ELU", "SIGMOID", "TANH", "GELU", "SILU", "HSWISH", "HSIGMOID", "RELU6", "SOFTMAX", "DROPOUT0.3", "DROPPATH0.1", "LAYERSCALE", "BN", "BNnoscale", "BNnoaffine", "LN", "LRN3", "IN", "L2NORM", "SCALE", "SCALEnobias")  # fmt: skip
CHANNELS = (1, 2, 3, 4, 6, 8, 12)


def divisors(*numbers):
    return [n for n in range(1, min(numbers) + 1) if all(number % n == 0 for number in numbers)]


class Grower:
    """Draws items one after the other; `depth` is that of the map so far."""

    def __init__(self, draw, depth, nested=0):
        self.draw = draw
        self.depth = depth
        self.nested = nested
        self.labels = 0

    def one_of(self, *values):
        return self.draw(st.sampled_from(values))

    def number(self, low, high):
        return self.draw(st.integers(low, high))

    def path(self, longest, keeps=False):
        return " ".join(self.item(keeps) for _ in range(self.number(1, longest)))

    def item(self, keeps):
        forms = [self.conv, self.depthwise, self.pointwise, self.grouped]
        if not keeps:
            forms += [self.pool, self.transposed, self.resized]
        if self.nested < 2:
            forms += [self.concat, self.add, self.gate, self.repeat]
        return self.one_of(*forms)(keeps)

    def window(self, keeps, sign="/"):
        """What stands behind a kernel and filters: stride, padding, dilation."""
        if keeps:
            return self.one_of("", "d2", "d3")
        stride = self.one_of("", "", f"{sign}2", f"{sign}3", f"{sign}2x1")
        padding = self.one_of("", "p0", "p1", "p1x2", "p(0,1,1,0)", "same", "valid")
        return stride + padding + self.one_of("", "", "d2")

    def conv(self, keeps):
        filters = self.one_of(*CHANNELS)
        groups = self.one_of(*divisors(self.depth, filters))
        self.depth = filters
        kernel = self.one_of("1", "3", "5", "3x1", "1x5")
        return f"CONV{kernel}-{filters}{self.window(keeps)}g{groups}{self.one_of('', 'nobias')}"

    def depthwise(self, keeps):
        multiplier = self.number(1, 2)
        self.depth *= multiplier
        return f"DWCONV{self.one_of('3', '5', '3x1')}{self.window(keeps)}m{multiplier}"

    def pointwise(self, keeps):
        return self.one_of(*POINTWISE)

    def grouped(self, keeps):
        groups = self.one_of(*divisors(self.depth))
        return self.one_of(f"GN{groups}", f"SHUFFLE{groups}")

    def pool(self, keeps):
        kernel = self.one_of("2", "3", "3x2")
        stride, ceil = self.one_of("", "/1", "/2", "/2x1"), self.one_of("", "ceil", "floor")
        padding = "" if kernel == "3x2" else self.one_of("", "p1" if kernel == "3" else "")
        return f"{self.one_of('POOL', 'AVGPOOL')}{kernel}{stride}{padding}{ceil}"

    def transposed(self, keeps):
        filters = self.one_of(*CHANNELS)
        groups = self.one_of(*divisors(self.depth, filters))
        self.depth = filters
        return f"DECONV{self.one_of('2', '3', '4')}-{filters}/2p{self.number(0, 1)}g{groups}"

    def resized(self, keeps):
        form = self.one_of("UP2", "UP2bilinear", "AAP3", "AMP2", "CROP", "PART", "GAP", "GMP")
        if form == "CROP":
            return f"CROP(margin=({','.join(str(self.number(0, 1)) for _ in range(4))}))"
        if form == "PART":
            start = self.number(0, self.depth - 1)
            stop = self.number(start + 1, self.depth)
            self.depth = stop - start
            return f"SLICE{start}-{stop}"
        return form

    def inside(self):
        return Grower(self.draw, self.depth, self.nested + 1)

    def concat(self, keeps):
        paths = [self.inside() for _ in range(self.number(2, 3))]
        written = [path.path(2, keeps=True) for path in paths]
        if self.draw(st.booleans()):
            written[-1], paths[-1].depth = "ID", self.depth
        self.depth = sum(path.depth for path in paths)
        return f"{{ {' | '.join(written)} }}"

    def add(self, keeps):
        path = self.inside()
        written = path.path(2, keeps=True)
        if path.depth == self.depth and self.draw(st.booleans()):
            return f"{{ {written} + ID }}"
        other = f"CONV1-{path.depth}"
        self.depth = path.depth
        return f"{{ {written} + {other} }}"

    def gate(self, keeps):
        return f"{{ ID x GAP CONV1-{self.one_of(*CHANNELS)} RELU CONV1-{self.depth} SIGMOID }}"

    def repeat(self, keeps):
        """What is repeated must fit behind itself, so it ends as deep as it began; with an index, it grows."""
        path = self.inside()
        written = path.path(2, keeps)
        count = self.number(0, 2)
        label = ""
        if not self.nested and self.draw(st.booleans()):
            self.labels += 1  # unique here; the number behind it tells two networks in one document apart
            label = f"s{self.labels}n{self.number(1, 10**6)}:"
        back = f"({written} CONV1-{self.depth})" if path.depth != self.depth else f"({written})"
        return f"{label}{back}*{count}"


@st.composite
def notations(draw):
    """`INPUT 9x7x3 …`, up to six items long."""
    grower = Grower(draw, draw(st.integers(1, 4)))
    start = f"INPUT {draw(st.integers(3, 17))}x{draw(st.integers(3, 17))}x{grower.depth}"
    tail = draw(st.sampled_from(("", " FC-3", " FC-4nobias SOFTMAX", " MAXOUT2-3", " GAP FC-2")))
    return f"{start} {grower.path(6)}{tail}"


FRAMEWORKS = st.sampled_from(("exact", "pytorch", "caffe", "tensorflow"))
