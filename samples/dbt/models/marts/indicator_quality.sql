-- A row: the indicators of a department and year under one level 1: how many, how many quantitative or vague, and how
-- many of which name or target is completed, cut, or below {{ var('sure') }}.
select
  f.department,
  i.fiscal_year,
  i.level1_code,
  count(*) as indicators,
  count(i.number) as quantitative,
  count(*) filter (i.class in ('qual_trend', 'qual_state', 'qual_narrative')) as vague,
  count(*) filter (
    list_has_any([i.name_status, i.target_status], ['clipped-recovered', 'repaired-vocabulary', 'repaired-archive'])
  ) as completed,
  count(*) filter (list_has_any([i.name_status, i.target_status], ['clipped-lost', 'unread'])) as lost,
  count(*) filter (least(i.name_confidence, i.target_confidence) < {{ var('sure') }}) as unsure
from {{ ref('stg_indicators') }} as i
join {{ ref('stg_forms') }} as f using (form_id)
group by all
