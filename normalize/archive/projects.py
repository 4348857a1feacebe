"""Which project of which unit a form is about: its forms of several years are joined by that."""

from __future__ import annotations

import re
from typing import NamedTuple

from shibiao.normalize.archive.as_read import is_whole, text_as_read
from shibiao.normalize.text import squeeze
from shibiao.schemas.records import Form, Value

CUT = "…"  # ends a project's name of which the end is missing
_LEAST = 6  # characters of a cut name that tell a project from its unit's others
_YEAR = re.compile(r"[(（\[【]?(?:19|20)\d\d(?:[-—~至](?:19|20)?\d\d)?年?度?[)）\]】]?")


class Place(NamedTuple):
    """Where a form stands in its archive: ``unit``, ``project`` and ``year`` as compared, "" where not printed.

    A form without a unit stands by its file, which was exported in one go. A cut project name ends with ``…``.
    """

    unit: str
    project: str
    year: str


def place_of(form: Form) -> Place:
    """The place of a form as read."""
    names = (form.fields.get("implementing_unit"), form.fields.get("department"))
    unit = next((squeeze(v.value or "") for v in names if v and v.value and is_whole(v)), "")
    project = form.fields.get("project_name")
    year = form.year.value if form.year and form.year.value else ""
    return Place(unit or f"{CUT}{form.form_id.split('-')[0]}", project_stem(project) if project else "", year)


def project_stem(name: Value) -> str:
    """A project's name without years: it is printed with the year or without."""
    text = squeeze(text_as_read(name))
    stem = _YEAR.sub("", text) or text
    return stem + CUT if stem and not is_whole(name) else stem


def same_project(one: Place, other: Place) -> bool:
    """Whether two forms are about one project: same unit, same name, or one name is the other's beginning, cut."""
    if one.unit != other.unit or not one.project or not other.project:
        return False
    if one.project == other.project:
        return True
    return _begins(one.project, other.project) or _begins(other.project, one.project)


def _begins(cut: str, whole: str) -> bool:
    return len(cut) > _LEAST and cut.endswith(CUT) and whole.startswith(cut[:-1])
