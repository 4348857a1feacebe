"""Families of one's own and forms for them. All contents are invented."""

from __future__ import annotations

from pathlib import Path

REGISTER = """\
family: asset_register
name: {zh: 固定资产登记表, en: fixed-asset register}
titles: [固定资产登记表]
layout: none
funds: none
fields:
  using_department: {labels: [使用部门]}
  custodian: {labels: [保管人]}
  registered_on: {labels: [登记日期], kind: inline}
tables:
  assets:
    columns:
      - {key: asset_number, labels: [资产编号]}
      - {key: asset_name, labels: [资产名称]}
      - {key: quantity, labels: [数量]}
      - {key: place, labels: [存放地点]}
"""
REGISTER_FORM = """\
固定资产登记表

登记日期：2024年3月8日

使用部门\t档案科\t保管人\t许文静
资产编号\t资产名称\t数量\t存放地点
ZC-001\t档案密集架\t4\t一号库房
ZC-002\t除湿机\t2\t二号库房
"""
# Of the one-pane family, but for its title, which nobody knows, and one header.
PLAIN_FORM = """\
县本级项目目标任务书

（ 2024 年度）

项目名称\t\t河道保洁专项经费\t\t\t
主管部门及代码\t\t[031]青禾县水利局\t实施单位\t青禾县水利局\t
项目资金（万元）\t\t年度资金总额：\t\t80.00\t
\t\t其中：财政拨款\t\t80.00\t
年度目标\t保持河道清洁，改善沿河环境。\t\t\t\t
绩效指标\t一级指标\t二级指标\t三级指标\t任务值\t
\t产出指标\t数量指标\t保洁河道长度\t≥42公里\t
\t产出指标\t质量指标\t水面垃圾清除率\t≥95%\t
"""
ADDED = """\
family: goal_1pane
extends: goal_1pane
titles: [县本级项目目标任务书]
columns:
  - {slot: level1}
  - {slot: level2}
  - {slot: name}
  - {slot: target, also: [任务值]}
"""


def written(path: Path, text: str) -> Path:
    """A file with this text; its folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def own_folder(folder: Path, **files: str) -> Path:
    """A folder of families, a file for each key (``goal__local`` is ``goal.local``)."""
    for key, text in files.items():
        written(folder / f"{key.replace('__', '.')}.yaml", text)
    return folder
