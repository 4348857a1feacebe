-- A row: a value that should not be rested on unseen, and one rule that says so; a value that several rules doubt has a
-- row for each. Records that share a cell (the level of eight indicators) share a row: row_id is the first of them,
-- records how many they are. A cell that no record holds has table_name 'cells'.
--
-- Rules: a status (clipped-lost, unread); `confidence`, where it is below 0.99; and those of the checks, docs/checks.md,
-- of which severity and message are given. Remarks (info) doubt nothing. A finding that names no cell, an unreadable page
-- say, has a row without a value. The checks ran on what was extracted: where status says corrected, look again.
CREATE OR REPLACE VIEW doubtful_values AS
WITH found AS (
  SELECT form_id, rule, severity, position, message, cells
  FROM current_findings
  WHERE severity IN ('error', 'warning')
),
named AS (
  SELECT form_id, rule, severity, cell, string_agg(message, '；' ORDER BY position) AS message
  FROM (SELECT DISTINCT form_id, rule, severity, position, message, unnest(cells) AS cell FROM found) AS one
  GROUP BY form_id, rule, severity, cell
  UNION ALL
  SELECT form_id, rule, severity, NULL, message
  FROM found
  WHERE coalesce(array_length(cells, 1), 0) = 0
),
held AS (
  SELECT form_id, table_name, column_name, row_id, value, raw, status, confidence, cell, page, bbox
  FROM value_trace
  WHERE confidence < 0.99 OR status IN ('clipped-lost', 'unread')
  UNION ALL
  SELECT
    c.form_id, 'cells', 'text', c.cell_id,
    c.text, c.text_raw, c.text_status, c.text_confidence, c.cell, c.page, c.bbox
  FROM current_cells AS c
  WHERE (c.text_confidence < 0.99 OR c.text_status IN ('clipped-lost', 'unread'))
    AND NOT EXISTS (SELECT 1 FROM value_trace AS t WHERE t.form_id = c.form_id AND t.cell = c.cell)
),
told AS (
  SELECT
    CASE WHEN status IN ('clipped-lost', 'unread') THEN status ELSE 'confidence' END AS rule,
    NULL AS severity,
    CASE status
      WHEN 'unread' THEN '未读出'
      WHEN 'clipped-lost' THEN '截断，已缺失'
      ELSE '可信度低于 0.99'
    END AS message,
    form_id, table_name, column_name, row_id, value, raw, status, confidence, cell, page, bbox
  FROM held
  UNION ALL
  SELECT
    n.rule, n.severity, n.message, n.form_id, t.table_name, t.column_name, t.row_id,
    t.value, t.raw, t.status, t.confidence, t.cell, t.page, t.bbox
  FROM named AS n
  JOIN value_trace AS t ON t.form_id = n.form_id AND t.cell = n.cell
  UNION ALL
  SELECT
    n.rule, n.severity, n.message, n.form_id, CASE WHEN c.cell IS NOT NULL THEN 'cells' END,
    CASE WHEN c.cell IS NOT NULL THEN 'text' END, c.cell_id,
    c.text, c.text_raw, c.text_status, c.text_confidence, n.cell, c.page, c.bbox
  FROM named AS n
  LEFT JOIN current_cells AS c ON c.form_id = n.form_id AND c.cell = n.cell
  WHERE NOT EXISTS (SELECT 1 FROM value_trace AS t WHERE t.form_id = n.form_id AND t.cell = n.cell)
)
SELECT
  t.rule,
  t.severity,
  t.message,
  t.form_id,
  o.project_name,
  o.department,
  o.fiscal_year,
  t.table_name,
  min(t.row_id) AS row_id,
  t.column_name,
  count(*) AS records,
  t.value,
  t.raw,
  t.status,
  t.confidence,
  t.cell,
  t.page,
  t.bbox,
  o.source_name,
  o.source_sha256
FROM told AS t
JOIN form_overview AS o ON o.form_id = t.form_id
GROUP BY
  t.rule, t.severity, t.message, t.form_id, o.project_name, o.department, o.fiscal_year, t.table_name, t.column_name,
  t.value, t.raw, t.status, t.confidence, t.cell, t.page, t.bbox, o.source_name, o.source_sha256;
