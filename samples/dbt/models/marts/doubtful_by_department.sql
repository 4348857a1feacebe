-- A row: how many values of a department and year a rule doubts; a worklist, most first.
select
  department,
  fiscal_year,
  rule,
  severity,
  count(*) as doubtful,
  count(distinct form_id) as forms,
  min(confidence) as least_confidence
from {{ source('shibiao', 'doubtful_values') }}
group by all
order by doubtful desc, rule
