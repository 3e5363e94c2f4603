"""These tests need other programs; where PyTorch is not installed they are skipped, and its translator is never a test itself."""

collect_ignore = ["torch_net.py"]
