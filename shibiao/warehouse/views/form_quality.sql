-- A row: a form of today, with how many values its records hold (held), and how many of them were completed, corrected,
-- are cut or unread, below 0.99, or named by a check's error or warning. acceptable are those of which none of the last
-- three is true: they could be taken unseen. A value of two records (a level's cell, say) counts in both.
CREATE OR REPLACE VIEW form_quality AS
SELECT
  o.form_id,
  o.project_name,
  o.department,
  o.fiscal_year,
  o.source_name,
  o.source_kind,
  v.held,
  v.completed,
  v.corrected,
  v.lost,
  v.unsure,
  v.named,
  v.acceptable,
  coalesce(g.errors, 0) AS errors,
  coalesce(g.warnings, 0) AS warnings
FROM form_overview AS o
JOIN (
  SELECT
    t.form_id,
    count(*) AS held,
    count(CASE WHEN t.status IN ('clipped-recovered', 'repaired-vocabulary', 'repaired-archive') THEN 1 END) AS completed,
    count(CASE WHEN t.status = 'corrected' THEN 1 END) AS corrected,
    count(CASE WHEN t.status IN ('clipped-lost', 'unread') THEN 1 END) AS lost,
    count(CASE WHEN t.confidence < 0.99 THEN 1 END) AS unsure,
    count(n.cell) AS named,
    count(
      CASE WHEN t.confidence >= 0.99 AND t.status NOT IN ('clipped-lost', 'unread') AND n.cell IS NULL THEN 1 END
    ) AS acceptable
  FROM value_trace AS t
  LEFT JOIN (
    SELECT DISTINCT form_id, unnest(cells) AS cell FROM current_findings WHERE severity IN ('error', 'warning')
  ) AS n ON n.form_id = t.form_id AND n.cell = t.cell
  GROUP BY t.form_id
) AS v ON v.form_id = o.form_id
LEFT JOIN (
  SELECT
    form_id,
    count(CASE WHEN severity = 'error' THEN 1 END) AS errors,
    count(CASE WHEN severity = 'warning' THEN 1 END) AS warnings
  FROM current_findings
  GROUP BY form_id
) AS g ON g.form_id = o.form_id;
