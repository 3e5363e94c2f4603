"""Extents through the classics, and which verdicts are conditions."""

from __future__ import annotations

from functools import reduce

from cnncalc.symbolic import Condition


def convolved(extent, kernel, stride=1, padding=0):
    """(W - F + 2P)/S + 1, rounded down."""
    return (extent - kernel + 2 * padding) // stride + 1


def through(extent, *layers):
    return reduce(lambda x, layer: convolved(x, *layer), layers, extent)


ALEXNET = (11, 4, 0), (3, 2, 0), (5, 1, 2), (3, 2, 0), (3, 1, 1), (3, 1, 1), (3, 1, 1), (3, 2, 0)
VGG16 = ((3, 1, 1), (3, 1, 1), (2, 2, 0)) * 5
RESNET = ((7, 2, 3),) + ((3, 2, 1),) * 4


def conditions_of(*verdicts):
    return [verdict for verdict in verdicts if isinstance(verdict, Condition)]
