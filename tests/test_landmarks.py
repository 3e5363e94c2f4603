"""Detectors, segmentation and generation: published numbers that an `expect` block has no words for."""

from __future__ import annotations

import pytest

import cnncalc


@pytest.mark.parametrize(
    ("name", "header", "size"),
    [
        ("yolov2", 16, 203_934_260),
        ("yolov2-tiny", 20, 44_948_600),
        ("yolov3", 20, 248_007_048),
        ("yolov3-spp", 20, 252_209_544),
        ("yolov3-tiny", 20, 35_434_956),
    ],
)
def test_darknet_s_weights_files_have_the_size(name, header, size):
    """A file of weights: version and images seen, then every learned number and running statistic, four bytes each."""
    totals = cnncalc.analyze(name).totals
    assert header + 4 * (totals.params + totals.statistics) == size


@pytest.mark.parametrize(("name", "classes"), [("ssd300", 21), ("ssd300-coco", 91)])
def test_ssd_predicts_8732_boxes(name, classes):
    """Liu et al. 2016, figure 2: 8732 detections, each with four offsets and a confidence a class."""
    report = cnncalc.analyze(name)
    outputs = {head: report.rows[index].output.values for head, index in report.network.outputs.items()}
    boxes = sum(values for head, values in outputs.items() if head.endswith("_loc"))
    confidences = sum(values for head, values in outputs.items() if not head.endswith("_loc"))
    assert (boxes, confidences) == (8732 * 4, 8732 * classes)


@pytest.mark.parametrize("size", [188, 204, 572, 700])
def test_u_net_s_crops_fit_every_input_that_fits(size):
    """The margins of figure 1 do not depend on the tile; 92 pixels of each side are context."""
    report = cnncalc.analyze("unet", input=f"{size}x{size}x1")
    assert report.diagnostics == ()
    assert report.rows[-1].output == (size - 184, size - 184, 2)
