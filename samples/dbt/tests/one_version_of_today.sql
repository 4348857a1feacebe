-- No key has two rows of today: whoever counts or adds up would count it twice.
{% for table, key in keys().items() %}
select '{{ table }}' as table_name, {{ key }} as key, count(*) as versions
from {{ source('shibiao', table) }}
where valid_to is null
group by {{ key }}
having count(*) > 1
{% if not loop.last %}union all{% endif %}
{% endfor %}
