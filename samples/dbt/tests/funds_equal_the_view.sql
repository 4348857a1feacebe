-- The mart and the warehouse's own view say the same, to the last digit.
(
  select department, fiscal_year, pane, item, measure, forms, amount_yuan, without_unit
  from {{ ref('funds_by_department_year') }}
  except
  select department, fiscal_year, pane, item, measure, forms, amount_yuan, without_unit
  from {{ source('shibiao', 'funds_by_department') }}
)
union all
(
  select department, fiscal_year, pane, item, measure, forms, amount_yuan, without_unit
  from {{ source('shibiao', 'funds_by_department') }}
  except
  select department, fiscal_year, pane, item, measure, forms, amount_yuan, without_unit
  from {{ ref('funds_by_department_year') }}
)
