"""The findings in the user's language, for the screen.

Written files keep the language of the pipeline: the same input gives the same bytes, whoever runs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from shibiao.wording import LANGUAGES, Texts

if TYPE_CHECKING:
    from shibiao.schemas.records import Form


def with_worded_findings(form: Form, said: Texts) -> Form:
    """The form with its findings said in ``said.language``, for the screen.

    A form's own are made anew; those across its archive are kept, and their words translated.
    """
    if said.language == LANGUAGES[0] or not form.findings:
        return form
    from shibiao.normalize.checks import run_checks, translated
    from shibiao.normalize.layout.notes import findings_of_reading
    from shibiao.schemas.checks import load_checks

    language: Literal["zh", "en"] = "en" if said.language == "en" else "zh"
    across = {rule_id for rule_id, rule in load_checks().items() if rule.of == "archive"}
    kept = (translated(finding, language) for finding in form.findings if finding.rule in across)
    own = (*findings_of_reading(form, language), *run_checks(form, language))
    return form.model_copy(update={"findings": (*own, *kept)})
