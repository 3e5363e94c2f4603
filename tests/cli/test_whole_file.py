"""A file asked for with `--output` is written whole or not at all, and what went wrong is said."""

from __future__ import annotations

import errno
import os
import stat

import pytest

from cnncalc.cli.whole_file import Unwritable, write_whole
from tests.cli.calling import call


def test_it_is_written(tmp_path):
    path = tmp_path / "out.txt"
    write_whole(str(path), "two\nlines é\n")
    assert path.read_bytes() == "two\nlines é\n".encode()
    assert [p.name for p in tmp_path.iterdir()] == ["out.txt"]


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions and links")
def test_links_and_permissions_stay(tmp_path):
    path, link = tmp_path / "real.txt", tmp_path / "link.txt"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    link.symlink_to(path)
    write_whole(str(link), "new")
    assert link.is_symlink()
    assert (path.read_text(encoding="utf-8"), stat.S_IMODE(path.stat().st_mode)) == ("new", 0o640)


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_full_disk_leaves_what_was_there(tmp_path, monkeypatch, failing):
    path = tmp_path / "out.txt"
    path.write_text("old", encoding="utf-8")

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, failing, full)
    with pytest.raises(Unwritable, match=r"cannot write .*out\.txt: No space left on device"):
        write_whole(str(path), "new" * 10_000)
    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.txt"]


@pytest.mark.parametrize("words", [("schema",), ("check", "lenet5", "--format", "json")], ids=" ".join)
def test_places_that_cannot_be_written(tmp_path, words):
    (tmp_path / "file").write_text("", encoding="utf-8")
    for target in (tmp_path / "missing" / "out.json", tmp_path / "file" / "out.json", tmp_path):
        result = call(*words, "--output", str(target))
        assert result.exit_code == 2
        assert "Traceback" not in result.stderr
        assert "cannot write" in result.stderr or "is a directory" in result.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder(tmp_path):
    tmp_path.chmod(0o500)
    result = call("schema", "--output", str(tmp_path / "out.json"))
    tmp_path.chmod(0o700)
    assert (result.exit_code, list(tmp_path.iterdir())) == (2, [])
