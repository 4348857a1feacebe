{# The versioned tables with their keys, as docs/data-dictionary.md has them. #}
{% macro keys() %}
  {{ return({
    'forms': 'form_id', 'fields': 'field_id', 'funds': 'fund_id', 'goals': 'goal_id', 'indicators': 'indicator_id',
    'entries': 'entry_id', 'cells': 'cell_id', 'repairs': 'repair_id', 'findings': 'finding_id', 'corrections': 'correction_id'
  }) }}
{% endmacro %}

{# The rows of today, without the columns that only tell versions apart. #}
{% macro today(table) %}
select * exclude (valid_to, closed_by)
from {{ source('shibiao', table) }}
where valid_to is null
{% endmacro %}
