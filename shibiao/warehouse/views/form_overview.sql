-- Today's forms, one row each, with the base fields one asks for by name.
CREATE OR REPLACE VIEW form_overview AS
SELECT
  f.form_id,
  f.family,
  f.fiscal_year,
  max(CASE WHEN v.field = 'project_name' THEN v.value END) AS project_name,
  max(CASE WHEN v.field = 'department' THEN v.value END) AS department,
  max(CASE WHEN v.field = 'department_code' THEN v.value END) AS department_code,
  max(CASE WHEN v.field = 'implementing_unit' THEN v.value END) AS implementing_unit,
  max(CASE WHEN v.field = 'project_attribute' THEN v.value END) AS project_attribute,
  max(CASE WHEN v.field = 'project_term' THEN v.value END) AS project_term,
  f.title,
  f.source_name,
  f.source_sha256,
  f.source_kind
FROM current_forms AS f
LEFT JOIN current_fields AS v ON v.form_id = f.form_id
GROUP BY f.form_id, f.family, f.fiscal_year, f.title, f.source_name, f.source_sha256, f.source_kind;
