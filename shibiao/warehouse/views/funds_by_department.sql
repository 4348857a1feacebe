-- What a department asks for or spent in a fiscal year, in 元; by the figure that the form gives.
-- least_confidence tells how far the sum can be rested on; without_unit counts amounts that are in no sum.
CREATE OR REPLACE VIEW funds_by_department AS
SELECT
  o.department,
  f.fiscal_year,
  f.pane,
  f.item,
  f.measure,
  count(DISTINCT f.form_id) AS forms,
  sum(f.amount_yuan) AS amount_yuan,
  min(CASE WHEN f.amount_yuan IS NOT NULL THEN f.amount_confidence END) AS least_confidence,
  count(f.amount) - count(f.amount_yuan) AS without_unit
FROM current_funds AS f
JOIN form_overview AS o ON o.form_id = f.form_id
WHERE f.measure IN ('amount', 'initial_budget', 'budget', 'executed')
GROUP BY o.department, f.fiscal_year, f.pane, f.item, f.measure;
