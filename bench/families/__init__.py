"""Bench of form families: real contents laid out as offices lay them out, printed by LibreOffice, and converted.

The layouts and the comparison are those of ``samples.families``. The contents are not part of the project: they are
read from a file of forms (``forms.py``). Where it is absent the bench says so and measures nothing.
"""
