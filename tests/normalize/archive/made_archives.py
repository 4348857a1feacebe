"""Archives for properties: few units, projects, years and words, so that everything meets everything."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.normalize.archive.made import Made, Row

_tails = st.text("水库数量次率3（", max_size=5)
_names = _tails.map(lambda tail: "维修养护小型" + tail)
_targets = st.one_of(st.just("≥9次"), _tails.map(lambda tail: "按时完成" + tail))
_rows = st.builds(
    Row,
    name=_names,
    target=_targets,
    cut=st.sampled_from(["", "", "name", "target"]),
    fills=st.sampled_from(["", "name", "target"]),
    pane=st.sampled_from(["annual", "mid_term"]),
    level2=st.sampled_from(["数量指标", "数量指标", "质量指标"]),
)


@st.composite
def archives(draw: st.DrawFn, most: int = 6) -> list[Made]:
    """A few forms; files hold one or two."""
    count = draw(st.integers(1, most))
    return [
        Made(
            file=number // 2,
            ordinal=1 + number % 2,
            rows=tuple(draw(st.lists(_rows, max_size=4))),
            year=draw(st.sampled_from(["2021", "2022", "2023", "2024", ""])),
            unit=draw(st.sampled_from(["青溪市水利局", "青溪市水利局", "云岭县水利局", ""])),
            project=draw(st.sampled_from(["小型水库维修养护经费", "2023年小型水库维修养护经费", "小型水库维修养", ""])),
            project_cut=draw(st.booleans()),
            kind=draw(st.sampled_from(["digital", "text"])),
            goal=draw(st.sampled_from(["", "做好小型水库养护，按时完成清淤。", "做好小型水库养护，按时"])),
            goal_cut=draw(st.booleans()),
        )
        for number in range(count)
    ]
