"""Where teams work: the pre-commit hook, the GitHub Action and the plain script of docs/ci.md, each run as it stands."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
GOOD = "input: 8x8x3\nlayers: [CONV3-8]\n"
ERROR = "input: 224x224x3\nlayers: [CONV11-96/4p0]\n"


@pytest.fixture
def project(tmp_path):
    """A folder with a good document and a bad one, YAML of another kind, and `cnncalc` on its PATH."""
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "cnncalc").write_text(
        f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m cnncalc "$@"\n', encoding="utf-8"
    )
    (tools / "cnncalc").chmod(0o755)
    folder = tmp_path / "project"
    (folder / "nets").mkdir(parents=True)
    (folder / "nets" / "good.yaml").write_text(GOOD, encoding="utf-8")
    (folder / "nets" / "bad.yaml").write_text(ERROR, encoding="utf-8")
    (folder / "compose.yaml").write_text("services: {}\n", encoding="utf-8")
    return folder


def environment(project, **more):
    return {**os.environ, "PATH": f"{project.parent / 'bin'}{os.pathsep}{os.environ['PATH']}", **more}


def run(command, project, **more):
    return subprocess.run(
        command, cwd=project, env=environment(project, **more), capture_output=True, text=True, check=False
    )


# ------------------------------------------------------------------------------------------------------------ pre-commit


@pytest.fixture(scope="module")
def hook():
    (found,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return found


def test_the_hook_runs_check_on_what_it_is_given(project, hook):
    """pre-commit runs `entry` with the names of the changed files behind it."""
    names = ["compose.yaml", "nets/good.yaml", "nets/bad.yaml"]
    result = run([*hook["entry"].split(), *names], project)
    assert result.returncode == 1
    assert result.stdout.startswith("nets/bad.yaml:2:10: error[CNN301]")
    assert run([*hook["entry"].split(), *names[:2]], project).returncode == 0


@pytest.mark.oracle
def test_pre_commit_itself_runs_it(project, tmp_path):
    """pre-commit, against a scratch repository that takes the hook from a clone of this one."""
    source = tmp_path / "source"
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"]

    def done(command, folder):
        subprocess.run(
            command,
            cwd=folder,
            check=True,
            capture_output=True,
            env={**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home")},
        )

    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    for folder in (source, project):
        done([*git, "init"], folder)
        done([*git, "add", "-A"], folder)
        done([*git, "commit", "-m", "x"], folder)
    head = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=source, check=True, capture_output=True, text=True
    ).stdout.strip()
    config = {"repos": [{"repo": str(source), "rev": head, "hooks": [{"id": "cnncalc-check"}]}]}
    (project / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    done(["git", "add", "-A"], project)
    result = run(
        [sys.executable, "-m", "pre_commit", "run", "--all-files"], project, PRE_COMMIT_HOME=str(tmp_path / "home")
    )
    assert result.returncode == 1, result.stdout + result.stderr
    assert "nets/bad.yaml:2:10: error[CNN301]" in result.stdout
    assert "compose.yaml" not in result.stdout
    (project / "nets" / "bad.yaml").write_text(GOOD, encoding="utf-8")
    done(["git", "add", "-A"], project)
    result = run(
        [sys.executable, "-m", "pre_commit", "run", "--all-files"], project, PRE_COMMIT_HOME=str(tmp_path / "home")
    )
    assert result.returncode == 0, result.stdout + result.stderr


# ---------------------------------------------------------------------------------------------------------- GitHub Action


@pytest.fixture(scope="module")
def action():
    return yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


def step(action, name):
    (found,) = [step for step in action["runs"]["steps"] if step.get("name") == name]
    return found


def checked(action, project, **inputs):
    """Run the step that checks, as a runner does: bash, inputs as variables. The status it reports, and what it printed."""
    (project / "github_output").write_text("", encoding="utf-8")
    values = {name: str(spec["default"]) for name, spec in action["inputs"].items()} | inputs
    variables = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda match: values[match[1]], value)
        for name, value in step(action, "Check")["env"].items()
    }
    result = run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step(action, "Check")["run"]],
        project, GITHUB_OUTPUT=str(project / "github_output"), **variables,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    return int((project / "github_output").read_text(encoding="utf-8").strip().removeprefix("status=")), result.stdout


def test_the_action_annotates_and_writes_sarif(action, project):
    status, printed = checked(action, project)
    assert status == 1
    assert printed.startswith("::error file=nets/bad.yaml,line=2,col=10,")
    document = json.loads((project / "cnncalc.sarif").read_text(encoding="utf-8"))
    assert [result["ruleId"] for result in document["runs"][0]["results"]] == ["CNN301"]


def test_the_action_takes_paths_and_options(action, project):
    assert checked(action, project, paths="nets/good.yaml")[0] == 0
    assert checked(action, project, paths="nets/*.yaml")[0] == 1
    assert checked(action, project, paths="nets/good.yaml nets/missing.yaml")[0] == 2
    assert checked(action, project, args="--ignore CNN301", sarif="")[0] == 0


def test_inputs_of_the_action_are_not_run(action, project):
    status, _ = checked(action, project, paths="$(touch pwned) `touch pwned`;touch pwned")
    assert status != 0
    assert not (project / "pwned").exists()
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    scripts = [step["run"] for step in action["runs"]["steps"] if "run" in step]
    assert not any("${{" in script for script in scripts), text


def test_every_step_of_the_action_has_what_a_composite_one_needs(action):
    assert action["runs"]["using"] == "composite"
    for one in action["runs"]["steps"]:
        assert "uses" in one or one["shell"] == "bash"
    result = subprocess.run(
        ["bash", "-c", step(action, "Pass or fail")["run"]], env={**os.environ, "STATUS": "2"}, check=False
    )
    assert result.returncode == 2


# ------------------------------------------------------------------------------------------------------------- docs/ci.md


def fenced(language):
    text = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```$", text)


def test_the_plain_script_of_the_docs_runs(project):
    (script,) = fenced("sh")
    (project / "generate.py").write_text(f"print({ERROR!r})\n", encoding="utf-8")
    result = run(["sh", "-c", script.replace("python generate.py", f'"{sys.executable}" generate.py')], project)
    assert result.returncode == 1
    assert "generated.yaml:2:10: error[CNN301]" in result.stdout
    (project / "generate.py").write_text(f"print({GOOD!r})\n", encoding="utf-8")
    (project / "nets" / "bad.yaml").unlink()
    result = run(["sh", "-c", script.replace("python generate.py", f'"{sys.executable}" generate.py')], project)
    assert result.returncode == 0, result.stdout


def test_yaml_in_the_docs_is_yaml_and_names_what_is_there(hook, action):
    blocks = [yaml.safe_load(block) for block in fenced("yaml")]
    assert any(hook["id"] in json.dumps(block) for block in blocks)
    used = [
        one
        for block in blocks
        for job in (block.get("jobs") or {}).values()
        for one in job["steps"]
        if "cnncalc" in one.get("uses", "")
    ]
    assert used
    assert all(set(one.get("with", {})) <= set(action["inputs"]) for one in used)


# ----------------------------------------------------------------------------------------------------------------- oracle


@pytest.mark.oracle
def test_sarif_tools_reads_it(project):
    run(["cnncalc", "check", "nets", "--format", "sarif", "--output", "out.sarif"], project)
    result = run([sys.executable, "-m", "sarif", "summary", "out.sarif"], project)
    assert "error: 1" in result.stdout, result.stderr
    assert "CNN301" in result.stdout


# ------------------------------------------------------------------------------------------------------- our own CI


def test_the_matrix_has_every_python_and_system_that_is_claimed():
    """pyproject.toml names the Pythons; the README and docs/reliability.md the systems."""
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    matrix = workflow["jobs"]["tests"]["strategy"]["matrix"]
    claimed = re.findall(r"Python :: (3\.\d+)\"", (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert matrix["python"] == claimed
    assert {name.partition("-")[0] for name in matrix["os"]} == {"ubuntu", "macos", "windows"}
    assert [step["run"] for step in workflow["jobs"]["whole"]["steps"] if "run" in step] == ["bash .ci/run"]


# ----------------------------------------------------------------------------------------------------------------- .ci/run


def ci():
    return (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_ci_is_a_script_that_stops_at_the_first_failure():
    assert "set -euo pipefail" in ci()
    assert subprocess.run(["bash", "-n", ROOT / ".ci" / "run"], check=False).returncode == 0


def test_ci_s_last_word_is_the_closing_line_of_the_default_run():
    assert any(line.endswith('&& pytest | tee "$work/pytest.log"') for line in ci())
    assert ci()[-1] == 'tail -n 1 "$work/pytest.log"'


def test_ci_runs_what_the_default_run_leaves_out():
    """Files and markers that exist, and not with what is installed by chance: an oracle that is not there fails."""
    runs = [line.split() for line in ci() if line.startswith("pytest -m ")]
    assert [words[2:4] for words in runs] == [
        ["oracle", "tests/oracle/test_torchvision.py"],
        ["slow", "tests/test_bundled_verify.py"],
    ]
    assert all((ROOT / words[3]).is_file() for words in runs)
    installed = ci().index("pip install --quiet torch==2.13.0 torchvision==0.28.0")
    assert ci()[installed + 1] == 'python -c "import torch"'


@pytest.mark.parametrize("compared", [0, 67, 68])
def test_ci_fails_unless_all_of_torchvision_was_compared(tmp_path, compared):
    """The lines between pytest and the slow run, on a log with that many models."""
    text = "\n".join(ci())
    guard = text[text.index("compared=$(") : text.index("pytest -m slow")]
    log = "".join(f"tests/oracle/test_torchvision.py::test_leaf_by_leaf[m{n}] PASSED [  1%]\n" for n in range(compared))
    (tmp_path / "oracle.log").write_text(
        f"{log}tests/oracle/test_torchvision.py::test_leaf_by_leaf[x] SKIPPED\n", encoding="utf-8"
    )
    script = f'set -euo pipefail\nwork="{tmp_path}"\n{guard}'
    result = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert result.returncode == (0 if compared == 68 else 1)
    assert (f"only {compared} of torchvision's 68 models" in result.stderr) == (compared < 68)
