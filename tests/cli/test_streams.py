"""Pipes, files, terminals, and what can go wrong with them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cnncalc.cli.output import speaks
from tests.cli.calling import environment, process

POSIX = pytest.mark.skipif(os.name != "posix", reason="POSIX only")


def terminal(*arguments, columns=100, **env):
    """What a command writes to a terminal of so many columns."""
    import fcntl
    import pty
    import struct
    import termios

    reader, writer = pty.openpty()
    fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    command = [sys.executable, "-m", "cnncalc", *arguments]
    with subprocess.Popen(
        command, stdout=writer, stderr=writer, env=environment(TERM="xterm-256color", **env)
    ) as child:
        os.close(writer)
        written = b""
        while True:
            try:
                chunk = os.read(reader, 65536)
            except OSError:  # Linux: the terminal's other end is closed
                break
            if not chunk:
                break
            written += chunk
    os.close(reader)
    return written.decode(), child.returncode


@POSIX
def test_a_terminal_gets_colours_and_its_width():
    text, status = terminal("table", "vgg16", columns=100)
    assert status == 0
    assert "\x1b[" in text
    plain, _ = terminal("table", "vgg16", columns=100, NO_COLOR="1")
    assert "\x1b" not in plain
    assert max(map(len, plain.splitlines())) <= 100
    dumb, _ = terminal("table", "vgg16", columns=60, NO_COLOR="1")
    assert max(map(len, dumb.splitlines())) <= 60


@POSIX
def test_width_overrules_the_terminal():
    text, _ = terminal("table", "vgg16", "--width", "120", columns=60, NO_COLOR="1")
    assert max(map(len, text.splitlines())) > 60


@POSIX
def test_verify_shows_its_progress_on_a_terminal():
    text, status = terminal("verify", "lenet5", columns=100)
    assert status == 0
    assert "verify" in text
    assert "agreement" in text


def test_a_pipe_gets_neither_colours_nor_a_width():
    result = process(
        "table", "googlenet-heads", "--columns", "layer,notation,output_formula,params_formula,macs_formula"
    )
    text = result.stdout.decode()
    assert "\x1b" not in text
    assert "…" not in text
    assert max(map(len, text.splitlines())) > 140


@POSIX
@pytest.mark.parametrize("form", ["text", "json", "csv", "markdown"])
def test_a_closed_pipe_is_no_error(form):
    command = f"{sys.executable} -m cnncalc table resnet152 --format {form} --all | head -n 1; exit ${{PIPESTATUS[0]}}"
    result = subprocess.run(["bash", "-c", command], capture_output=True, env=environment(), check=False)
    assert result.returncode == 0, result.stderr
    assert not result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    "words", [["table"], ["table", "no-such.yaml"], ["check", "no-such.yaml"], ["no-such-command"]], ids=" ".join
)
def test_errors_that_nobody_can_be_told_keep_their_status(words):
    with Path("/dev/full").open("wb") as full:
        assert process(*words, stderr=full, stdout=subprocess.PIPE).returncode == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    "words", [["table", "vgg16"], ["--help"], ["check", "vgg16"], ["table", "vgg16", "--format", "json"]], ids=" ".join
)
def test_a_full_disk_is_said(words):
    with Path("/dev/full").open("wb") as full:
        result = process(*words, stdout=full, stderr=subprocess.PIPE)
    assert result.returncode == 2
    assert result.stderr.decode() == "cnncalc: cannot write the output: No space left on device\n"


@POSIX
def test_output_that_is_closed_from_the_start():
    command = f"exec {sys.executable} -m cnncalc table vgg16 >&-"
    result = subprocess.run(["bash", "-c", command], stderr=subprocess.PIPE, env=environment(), check=False)
    assert b"Traceback" not in result.stderr
    assert result.returncode in (0, 2)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_consoles_that_know_few_signs(encoding):
    for words in (
        ["table", "googlenet"],
        ["table", "lenet5", "--columns", "layer,params_formula"],
        ["check", "stride-errors"],
    ):
        result = process(*words, env=environment(PYTHONIOENCODING=encoding))
        assert b"Traceback" not in result.stderr
        assert result.stdout.decode(encoding)
        assert b"(5*5*1 + 1)*6 = 156" in result.stdout or "lenet5" not in words


def test_what_an_encoding_can_say():
    assert speaks("utf-8")
    assert speaks("UTF-16")
    assert not any(speaks(name) for name in ("ascii", "cp1252", "latin-1", "no such encoding", None))


@POSIX
def test_control_c():
    command = [sys.executable, "-m", "cnncalc", "verify", "vgg16"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as child:
        try:
            child.wait(1.5)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGINT)
        _, errors = child.communicate(timeout=30)
    assert b"Traceback" not in errors
    assert child.returncode in (0, 130)


def installed(*words, **options):
    """The command as an installed script starts it."""
    code = "import sys; from cnncalc.__main__ import main; sys.argv[0] = 'cnncalc'; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *words], stderr=subprocess.PIPE, env=environment(), check=False, **options
    )


@pytest.mark.parametrize(
    ("words", "status"),
    [(["table", "lenet5"], 0), (["check", "INPUT 224x224x3 CONV11-96/4p0"], 1), (["table", "no-such.yaml"], 2), (["--version"], 0), (["sweep", "lenet5", "--set", "classes=9,10"], 0)],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)  # fmt: skip
def test_a_command_that_ends_at_once_has_said_everything(words, status):
    """The installed command does not take the interpreter apart; nothing of what it says or of its status is lost by that."""
    ended, apart = installed(*words, stdout=subprocess.PIPE), process(*words)
    assert (ended.returncode, ended.stdout, ended.stderr) == (status, apart.stdout, apart.stderr)
    assert ended.stdout or ended.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_command_that_ends_at_once_says_that_the_disk_is_full():
    with Path("/dev/full").open("wb") as full:
        assert installed("table", "lenet5", stdout=full).returncode == 2
