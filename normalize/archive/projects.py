"""Which project of which unit a form is about: by that, forms of several years are joined, whoever joins them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from shibiao.normalize.archive.as_read import is_whole, text_as_read
from shibiao.normalize.text import squeeze
from shibiao.schemas.records import Form, Value

CUT = "…"  # ends a project's name of which the end is missing
_LEAST = 6  # characters of a cut name that tell a project from its unit's others
_UNITS = ("implementing_unit", "budget_unit", "department")
_DEPARTMENTS = ("department", "budget_unit")
_YEARS = re.compile(r"[(（\[【]?(?<!\d)((?:19|20)\d\d)(?:[-—~至]((?:19|20)?\d\d))?(?!\d)年?度?[)）\]】]?")
_BRACKETED = r"^[\[【(（]\d{3,}[\]】)）]"
_UNIT_CODE = re.compile(rf"{_BRACKETED}|^\d{{3,}}-?")
_PROJECT_CODE = re.compile(rf"{_BRACKETED}|^\d{{6,}}-?")  # shorter figures are names: 320国道


class Place(NamedTuple):
    """Where a form stands in its archive: ``unit``, ``project`` and ``year`` as compared, "" where not printed.

    A form without a unit stands by its file, which was exported in one go. A cut project name ends with ``…``.
    """

    unit: str
    project: str
    year: str

    @property
    def is_known(self) -> bool:
        """Whether unit and project are known by their whole names."""
        return bool(self.project) and not self.unit.startswith(CUT) and not self.project.endswith(CUT)


def place_of(form: Form) -> Place:
    """The place of a form as read."""
    year = form.year.value if form.year and form.year.value else ""
    project = form.fields.get("project_name")
    unit = _named(form, _UNITS) or f"{CUT}{form.form_id.split('-')[0]}"
    return Place(unit, project_stem(project, year) if project else "", year)


def department_of(form: Form) -> str:
    """The department that a form is of, as compared; "" where it is not known."""
    return _named(form, _DEPARTMENTS)


def project_stem(name: Value, year: str) -> str:
    """A project's name without a code in front, and without the form's own year, which is printed with it or not.

    Another year belongs to the name: the last payments of 2019 and of 2020 are two projects. Where the form's year is
    not known, any may be its own.
    """
    text = squeeze(text_as_read(name))
    stem = _YEARS.sub(lambda found: "" if _is_own(found, year) else found[0], text)
    stem = _PROJECT_CODE.sub("", stem) or text
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


def _is_own(years: re.Match[str], year: str) -> bool:
    """Whether a year, or a span of years, is or holds the form's."""
    if not year.isdecimal():
        return True
    start, end = years[1], years[2] or years[1]
    return int(start) <= int(year) <= int(end if len(end) == len(start) else start[:2] + end)


def _named(form: Form, fields: Iterable[str]) -> str:
    """The first of these names that is whole. Where one before it is cut, only a name that it begins stands for it: a
    school's must not be taken for its department's."""
    cut = ""
    for key in fields:
        value = form.fields.get(key)
        text = _UNIT_CODE.sub("", squeeze(text_as_read(value))) if value else ""
        if value and text and text.startswith(cut):
            if is_whole(value):
                return text
            cut = text
    return ""
