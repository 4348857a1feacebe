-- Every value that should not be rested on unseen, with the rule that says so and where it stands:
-- cut or unread, below 0.99, or named by a finding of the checks.
CREATE OR REPLACE VIEW doubtful_values AS
WITH told AS (
  SELECT form_id, cell, page, bbox, 'status:' || status AS rule, raw, value, confidence
  FROM current_repairs
  WHERE status IN ('clipped-lost', 'unread')
  UNION ALL
  SELECT form_id, cell, page, bbox, 'confidence' AS rule, text_raw, text, text_confidence
  FROM current_cells
  WHERE text_confidence < 0.99 AND text_status NOT IN ('clipped-lost', 'unread')
  UNION ALL
  SELECT g.form_id, c.cell, c.page, c.bbox, g.rule, c.text_raw, c.text, c.text_confidence
  FROM (SELECT form_id, rule, unnest(cells) AS cell FROM current_findings WHERE severity <> 'info') AS g
  JOIN current_cells AS c ON c.form_id = g.form_id AND c.cell = g.cell
)
SELECT
  t.rule, t.form_id, o.project_name, o.department, o.fiscal_year, t.cell, t.page, t.bbox,
  t.raw, t.value, t.confidence, o.source_name
FROM told AS t
JOIN form_overview AS o ON o.form_id = t.form_id;
