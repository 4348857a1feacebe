"""Misreadings that words and values make impossible: 舆情 read as 與情, a bracket closed by >, hair before a figure."""

from __future__ import annotations

import pytest

from shibiao.normalize.misread import mended_reading
from tests.normalize.scans import reading


@pytest.mark.parametrize(
    ("read", "printed", "doubted"),
    [
        ("不发生负面與情事件", "不发生负面舆情事件", False),
        ("防汛抗早物资", "防汛抗旱物资", False),
        ("5月底和11月底刖", "5月底和11月底前", False),
        ("预期日标以内", "预期目标以内", False),
        ("大干等干98(%)", "大于等于98(%)", False),
        ("不低干96%", "不低于96%", False),
        ("次性项目", "一次性项目", True),
        ("--次性项目", "一次性项目", False),
        ("项目负责人；", "项目负责人：", False),
        ("项目负责人：····", "项目负责人：", True),
        ("单位（盖章）√", "单位（盖章）：", True),
        ("2.培训覆盖率达到100%3.接受监督；4.公开", "2.培训覆盖率达到100%；3.接受监督；4.公开", True),
        ("提供基本公共卫生服务，。规范管理", "提供基本公共卫生服务，规范管理", False),
        (
            "发生后2小时内物资运抵现场1·主动接受审计监督和社会监督，群众来电来信办理",
            "发生后2小时内物资运抵现场1.主动接受审计监督和社会监督，群众来电来信办理",
            False,
        ),
        ("->=98%", ">=98%", True),
        ("≥'3959人", "≥3959人", True),
        ("1(2023年度)", "(2023年度)", True),
        ("登记失业率控制在预期目标以内。。", "登记失业率控制在预期目标以内。", False),
        (
            "不发生冲击社会道德底线的事件，各项任务均按时完成。5",
            "不发生冲击社会道德底线的事件，各项任务均按时完成。",
            True,
        ),
        (
            "隐患整改，保证水库安全度汛，灌区数万亩农田在全年的各个时节都得到及时灌溉：",
            "隐患整改，保证水库安全度汛，灌区数万亩农田在全年的各个时节都得到及时灌溉。",
            True,
        ),
        ("适龄妇女”两癌”筛查人数", "适龄妇女“两癌”筛查人数", False),
        ("项日贝页入：", "项目负责人：", False),
        ("项目贝贡人：", "项目负责人：", False),
        ("每季度通报-一次", "每季度通报一次", False),
        ("分值(10>", "分值(10）", False),
        ("不少于97(%>", "不少于97(%）", False),
        ("(2024年一-2026年)", "(2024年—2026年)", False),
        ("(2024年2028年)", "(2024年—2028年)", True),
        ("≥4096☑", "≥4096亩", True),
        ("97.00%.", "97.00%。", False),
        ("768.56.万元", "768.56万元", True),
        ("16.555人", "16,555人", True),
        ("6,6万亩", "6.6万亩", True),
        ("≥95%一", "≥95%", True),
        ("≥67%?", "≥67%", True),
        ("1≥2076人次", "≥2076人次", True),
        ("605.94-", "605.94", True),
        ("h~2729.15", "2729.15", True),
        ("V完成20座", "完成20座", True),
        ("健é康委员会", "健康委员会", True),
        ("è\n传染病", "传染病", False),
        ("经济效益€", "经济效益", False),
        ("绩效指a标", "绩效指标", True),
        ("绩效指a\n标", "绩效指\n标", True),
        ("项目负责人（签字）：4", "项目负责人（签字）：", True),
        ("可持续影响\n指标\nロAルNIOT", "可持续影响\n指标", True),
        (")达成预期指标", "达成预期指标", True),
        ("≥95%\n一", "≥95%", True),
        ("文化生活.保障权益", "文化生活，保障权益", True),
        ("减少扬尘污染．改善空气质量", "减少扬尘污染，改善空气质量", True),
        ("不低于20%.发现问题", "不低于20%，发现问题", True),
        ("按规定公开:3.主动接受", "按规定公开；3.主动接受", False),
        ("1.办结；2.做好档案资料收集整理:", "1.办结；2.做好档案资料收集整理；", False),
    ],
)
def test_what_words_and_values_make_impossible_is_mended(read: str, printed: str, doubted: bool) -> None:
    mended = mended_reading(reading(read, sure=0.985))
    assert (mended.text.strip(), mended.crossed) == (printed, doubted)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "每日标准",
            "V型渠",
            "完成率>95%",
            "(1)完成>5",
            "1.234",
            "16,555人",
            "2.5公里",
            "第1,2标段",
            "100-",
            "参与情况",
        ),
        *("次要指标", "年初2024年", "项目-一般性", "一—二", "早期干预", "若干个", "A≥B", "如下:1.做好", "项目负责人:"),
    ],
)
def test_what_only_looks_like_such_a_misreading_is_left(text: str) -> None:
    given = reading(text, sure=0.985)
    assert mended_reading(given) is given


def test_a_question_mark_that_the_reader_is_unsure_of_is_a_hair() -> None:
    assert mended_reading(reading("产出指标?", sure=0.4)).text == "产出指标"
    assert mended_reading(reading("是否完成?", sure=0.99)).text == "是否完成?"
