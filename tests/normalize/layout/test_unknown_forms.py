"""Forms that no family knows: all cells, and pairs of label and value by their places alone."""

from __future__ import annotations

from tests.normalize.layout.paper import Line, forms_on, said

REGISTER: list[Line] = [
    "设备借用登记",
    "登记单位：青禾县水利局",
    ["借用人", "王某", "借用日期", "2024年3月5日"],
    ["设备名称", ("水准仪", 3)],
    ["编号", "名称", "数量"],
    ["001", "脚架", "2"],
]


def test_every_cell_and_its_pairs() -> None:
    (form,) = forms_on(REGISTER)
    assert form.family == "unknown"
    assert [cell.text.raw for cell in form.cells] == [
        "设备借用登记",
        "登记单位：青禾县水利局",
        *["借用人", "王某", "借用日期", "2024年3月5日", "设备名称", "水准仪"],
        *["编号", "名称", "数量", "001", "脚架", "2"],
    ]
    pairs = {said(p.label): said(p.value) for p in form.pairs}
    assert pairs["登记单位"] == "青禾县水利局"
    assert pairs["借用人"] == "王某"
    assert pairs["借用日期"] == "2024年3月5日"
    assert pairs["设备名称"] == "水准仪"
    assert "编号" not in pairs  # headers over columns are no labels of each other
    assert all(p.value.confidence < 0.99 for p in form.pairs)
    assert all(p.value.cell in {c.id for c in form.cells} for p in form.pairs)
