"""These tests need other programs; where PyTorch is not installed they are skipped, and its translators are never tests themselves."""

collect_ignore = ["torch_net.py", "torchvision_leaves.py"]
