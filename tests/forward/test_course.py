"""The course's numbers about im2col and the backward pass, N17 to N20."""

from __future__ import annotations

import numpy as np

from cnncalc.forward.conv import backward, forward, im2col

X = np.arange(9.0).reshape(1, 1, 3, 3)
W = np.stack([np.full((1, 2, 2), 1.0), np.full((1, 2, 2), 2.0)])
B = np.ones(2)


def test_n17_im2col_of_one_image():
    assert im2col(np.zeros((1, 3, 7, 7)), (5, 5), stride=1, padding=0).shape == (9, 75)


def test_n18_im2col_of_ten_images():
    assert im2col(np.zeros((10, 3, 7, 7)), (5, 5), stride=1, padding=0).shape == (90, 75)


def test_n19_forward():
    out = forward(X, W, B)
    assert out.tolist() == [[[[9, 13], [21, 25]], [[17, 25], [41, 49]]]]


def test_n20_backward():
    dx, dw, db = backward(np.ones((1, 2, 2, 2)), X, W)
    assert dw.tolist() == [[[[8, 12], [20, 24]]]] * 2
    assert db.tolist() == [4, 4]
    assert dx.tolist() == [[[[3, 6, 3], [6, 12, 6], [3, 6, 3]]]]


def test_a_row_of_im2col_is_one_window():
    x = np.arange(2 * 2 * 4 * 5).reshape(2, 2, 4, 5)
    rows = im2col(x, (2, 3), stride=1, padding=0)
    assert rows.shape == (2 * 3 * 3, 2 * 2 * 3)
    assert np.array_equal(rows[0], x[0, :, :2, :3].ravel())
    assert np.array_equal(rows[-1], x[1, :, 2:, 2:].ravel())


def test_gradients_are_those_of_finite_differences():
    random = np.random.default_rng(0)
    x = random.standard_normal((2, 3, 6, 5))
    weight = random.standard_normal((4, 3, 3, 2))
    bias = random.standard_normal(4)
    dout = random.standard_normal(forward(x, weight, bias, stride=2, padding=1).shape)

    def loss():
        return float((forward(x, weight, bias, stride=2, padding=1) * dout).sum())

    gradients = backward(dout, x, weight, stride=2, padding=1)
    for tensor, gradient in zip((x, weight, bias), gradients, strict=True):
        assert gradient.shape == tensor.shape
        for place in np.ndindex(tensor.shape):
            kept = tensor[place]
            tensor[place] = kept + 1e-4
            above = loss()
            tensor[place] = kept - 1e-4
            below = loss()
            tensor[place] = kept
            assert abs((above - below) / 2e-4 - gradient[place]) < 1e-6
