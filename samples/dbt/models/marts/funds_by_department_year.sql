-- A row: what a department's forms of a year say in one pane, of one source of funds, in one figure. In 元, exact.
select
  f.department,
  a.fiscal_year,
  a.pane,
  a.item,
  a.measure,
  count(distinct a.form_id) as forms,
  sum(a.amount_yuan) as amount_yuan,
  min(a.amount_confidence) filter (a.amount_yuan is not null) as least_confidence,
  count(a.amount) - count(a.amount_yuan) as without_unit
from {{ ref('stg_funds') }} as a
join {{ ref('stg_forms') }} as f using (form_id)
where a.measure in ('amount', 'initial_budget', 'budget', 'executed')
group by all
