-- A value that says where it stands stands in a cell of its own form.
{% set places = [('stg_funds', 'fund_id', 'amount_cell'), ('stg_goals', 'goal_id', 'text_cell'),
                 ('stg_indicators', 'indicator_id', 'name_cell'), ('stg_indicators', 'indicator_id', 'target_cell')] %}
{% for model, key, column in places %}
select '{{ column }}' as column_name, v.{{ key }} as key, v.{{ column }} as cell
from {{ ref(model) }} as v
left join {{ ref('stg_cells') }} as c on c.form_id = v.form_id and c.cell = v.{{ column }}
where v.{{ column }} is not null and c.cell is null
{% if not loop.last %}union all{% endif %}
{% endfor %}
