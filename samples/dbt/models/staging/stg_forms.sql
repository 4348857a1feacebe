-- A row: a form of today, with the base fields that the marts group by.
with forms as (
  {{ today('forms') }}
),
named as (
  select
    form_id,
    max(value) filter (field = 'project_name') as project_name,
    max(value) filter (field = 'department') as department
  from {{ ref('stg_fields') }}
  group by form_id
)
select forms.*, named.project_name, named.department
from forms
left join named using (form_id)
