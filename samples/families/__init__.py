"""A sample of every form family: invented contents, laid out as offices lay them out, printed by LibreOffice.

Contents stand in ``contents/<name>.yaml``, a file a sample. The name is the key of the family's or variant's file in
``schemas/families``; ``<key>-<layout>`` is a further sample of the same key. Printed samples stand in
``pdf/<name>.pdf`` beside ``<name>.truth.json``; the tests read each of them with the product.

Command line, from the project's root::

    python -m samples.families                    # print all samples anew
    python -m samples.families goal_list invest   # these alone

A file of contents holds::

    title: 项目支出绩效目标表     # as printed; a year in it is not printed again
    year: "2032"
    layout: signed               # which of the family's layouts (samples/families/layouts); mostly absent
    family: goal_local           # absent: the key up to its first point
    fields: {项目名称: …}         # printed label: text; some layouts take lists, as 项目实施进度计划
    funds: {年度资金总额: "12"}   # printed label: amount, or {measure: amount}
    goals: {年度目标: …}
    columns: [l1, l2, l3, value] # keys of what each row of ``indicators`` holds; "" above is blank
    indicators:
      - [产出指标, 数量指标, 新建书屋数量, "≥3个"]

or ``forms:``, a list of these, for a table with several projects. ``seed`` draws another look and other spellings.
A new family needs a file here: a test says so.
"""
