"""Settings for all tests, and what several folders of them look at."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

# No test is about time; in CI the same examples every time, so that a red run can be repeated.
settings.register_profile("shibiao", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("shibiao")


def pytest_configure(config: pytest.Config) -> None:
    """Give each of several test processes its own processors: engines that all take every one hinder each other."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker and hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        share = cores[int(worker.removeprefix("gw")) :: int(os.environ["PYTEST_XDIST_WORKER_COUNT"])]
        os.sched_setaffinity(0, share or cores)


@pytest.fixture(scope="session")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """OUT of the sample forms, as the program converts them. Not to be changed: copy it."""
    from tests.app.conftest import environment

    root = Path(__file__).parents[1]
    if not (root / "samples" / "forms").is_dir():
        pytest.skip("no samples/forms")
    out = tmp_path_factory.mktemp("converted") / "out"
    command = [sys.executable, "-m", "shibiao", "convert", "samples/forms", "--out", str(out), "--parquet", "--quiet"]
    subprocess.run(command, cwd=root, check=True, timeout=300, env=environment(), stdin=subprocess.DEVNULL)
    return out
