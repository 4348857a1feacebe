-- A version ends after it began, in a load after the one that brought it, and never after the next one begins.
{% for table, key in keys().items() %}
select '{{ table }}' as table_name, {{ key }} as key, version
from (
  select *, lead(valid_from) over (partition by {{ key }} order by version) as next_from
  from {{ source('shibiao', table) }}
)
where valid_to <= valid_from
  or closed_by <= load_id
  or (closed_by is null) <> (valid_to is null)
  or (next_from is not null and (valid_to is null or valid_to > next_from))
{% if not loop.last %}union all{% endif %}
{% endfor %}
