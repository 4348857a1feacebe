-- A row: what the forms of a department and fiscal year say in one pane, of one source of funds (item), in one figure
-- (measure); these are never added together. Exact decimals, in 元.
--
-- How far amount_yuan can be rested on: least_confidence is that of the least certain amount in it, doubtful counts the
-- amounts in it that are below 0.99, doubtful_yuan adds those up. What is not in it: unread counts figures that are
-- cut or that nobody could read, no_figure rows that print none (blank, a dash, words), without_unit amounts whose unit
-- the form does not give. Where forms is more than projects, a project (by name) is there more than once, and may be
-- counted twice. Forms without a department or year have rows of their own, with null.
CREATE OR REPLACE VIEW funds_by_department AS
SELECT
  o.department,
  f.fiscal_year,
  f.pane,
  f.item,
  f.measure,
  count(DISTINCT f.form_id) AS forms,
  count(DISTINCT o.project_name) AS projects,
  count(f.amount_yuan) AS amounts,
  sum(f.amount_yuan) AS amount_yuan,
  min(CASE WHEN f.amount_yuan IS NOT NULL THEN f.amount_confidence END) AS least_confidence,
  count(CASE WHEN f.amount_confidence < 0.99 THEN f.amount_yuan END) AS doubtful,
  coalesce(sum(CASE WHEN f.amount_confidence < 0.99 THEN f.amount_yuan END), 0) AS doubtful_yuan,
  count(CASE WHEN f.amount IS NULL AND f.amount_status IN ('unread', 'clipped-lost') THEN 1 END) AS unread,
  count(CASE WHEN f.amount IS NULL AND f.amount_status NOT IN ('unread', 'clipped-lost') THEN 1 END) AS no_figure,
  count(f.amount) - count(f.amount_yuan) AS without_unit
FROM current_funds AS f
JOIN form_overview AS o ON o.form_id = f.form_id
WHERE f.measure IN ('amount', 'initial_budget', 'budget', 'executed')
GROUP BY o.department, f.fiscal_year, f.pane, f.item, f.measure;
