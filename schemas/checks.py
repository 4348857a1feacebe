"""The catalogue of audit checks: what each one asks, how grave it is, and how a finding is worded."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, RootModel

from shibiao.schemas.loader import HERE, DataModel, load_model
from shibiao.schemas.records import Severity


class Wording(DataModel):
    """A text in both languages; placeholders in braces are the same in both."""

    zh: str
    en: str


class CheckRule(DataModel):
    """One rule: severity, the auditors' aspect, title, message template and the rule's source."""

    severity: Severity
    aspect: Literal["完整性", "规范性", "一致性", "合理性"]
    title: Wording
    message: Wording
    source: str
    families: tuple[str, ...] = ("goal_2pane", "goal_1pane", "selfeval")


class CheckCatalogue(RootModel[dict[str, CheckRule]]):
    """All rules by id, in the order in which findings are listed."""

    model_config = ConfigDict(frozen=True)


@lru_cache(maxsize=4)
def load_checks(folder: Path = HERE) -> dict[str, CheckRule]:
    """The rules by id.

    Raises: SchemaError naming file, line and key.
    """
    return load_model(folder / "checks.yaml", CheckCatalogue).root
