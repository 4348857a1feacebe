-- A row: a form of today, with the base fields that one asks for by name and where it came from.
CREATE OR REPLACE VIEW form_overview AS
SELECT
  f.form_id,
  f.family,
  f.fiscal_year,
  n.project_name,
  n.department,
  n.department_code,
  n.implementing_unit,
  n.project_attribute,
  n.project_term,
  f.title,
  f.source_name,
  f.source_sha256,
  f.source_kind
FROM current_forms AS f
LEFT JOIN (
  SELECT
    form_id,
    max(CASE WHEN field = 'project_name' THEN value END) AS project_name,
    max(CASE WHEN field = 'department' THEN value END) AS department,
    max(CASE WHEN field = 'department_code' THEN value END) AS department_code,
    max(CASE WHEN field = 'implementing_unit' THEN value END) AS implementing_unit,
    max(CASE WHEN field = 'project_attribute' THEN value END) AS project_attribute,
    max(CASE WHEN field = 'project_term' THEN value END) AS project_term
  FROM current_fields
  GROUP BY form_id
) AS n ON n.form_id = f.form_id;
