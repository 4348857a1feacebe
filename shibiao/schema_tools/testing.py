"""Families against samples with truth: what is read right, what is not, and what nobody looks at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from shibiao.exits import ExitCode, Stop
from shibiao.export.durable import write_durably
from shibiao.extract.settings import ReadSettings
from shibiao.inputs import find_inputs
from shibiao.reading import Failure, fingerprint, read_inputs
from shibiao.schema_tools.comparing import Compared, compare
from shibiao.schema_tools.truth import drafted_truth, read_truth, truth_path
from shibiao.schemas.records import Form

SAMPLES = "samples"


@dataclass(frozen=True, slots=True)
class Tested:
    """A sample. ``failure``: it gave no form; ``forms``: those of the truth compared, None where there is no truth;
    ``counts``: how many forms the truth has and how many were read; ``written``: its truth was drafted just now."""

    sample: Path
    read: tuple[Form, ...] = ()
    failure: Failure | None = None
    forms: tuple[Compared, ...] | None = None
    counts: tuple[int, int] = (0, 0)
    reviewed: bool = True
    written: Path | None = None

    @property
    def right(self) -> bool:
        """Whether all is as the truth says."""
        alike = self.counts[0] == self.counts[1] and not any(one.differences for one in self.forms or ())
        return self.failure is None and alike


def run_tests(folder: Path, settings: ReadSettings, write: bool) -> list[Tested]:
    """Every sample of ``folder/samples``, each read by itself. With ``write`` a truth is drafted where there is none.

    Raises: Stop without samples; SchemaError, for a truth file too.
    """
    samples = folder / SAMPLES
    if not samples.is_dir():
        raise Stop(ExitCode.WRONG_USAGE, "error.no-samples", path=samples)
    return [_tested(path, settings, write) for path in find_inputs([samples])]


def _tested(sample: Path, settings: ReadSettings, write: bool) -> Tested:
    run = read_inputs([fingerprint(sample)], settings)
    if run.failed:
        return Tested(sample, failure=run.failed[0].failure)
    forms = tuple(sorted(run.forms, key=lambda form: form.form_id))
    path = truth_path(sample)
    if not path.exists():
        if write:
            write_durably(path, drafted_truth(list(forms)).encode("utf-8"))
        return Tested(sample, forms, written=path if write else None)
    truth = read_truth(path)
    compared = tuple(compare(one, form) for one, form in zip(truth.forms, forms, strict=False))
    return Tested(sample, forms, None, compared, (len(truth.forms), len(forms)), truth.reviewed)


def untested(folder: Path, tested: list[Tested]) -> list[str]:
    """Families of the folder of which no sample with truth is."""
    seen = {form.family for one in tested if one.forms is not None for form in one.read}
    return sorted({path.stem.partition(".")[0] for path in folder.glob("*.yaml")} - seen)
