-- A row: a value of a record of today, whatever its table, with where it stands on the paper: any number leads to its
-- box with one query. (table_name, row_id, column_name) names it as `corrections` does; value is its text, a figure's
-- without trailing zeros. What no record holds is in `cells` alone.
CREATE OR REPLACE VIEW value_trace AS
SELECT
  v.form_id,
  v.table_name,
  v.row_id,
  v.column_name,
  v.value,
  v.raw,
  v.status,
  v.confidence,
  v.cell,
  v.page,
  v.bbox,
  f.fiscal_year,
  f.source_name,
  f.source_sha256,
  f.source_kind
FROM (
  SELECT form_id, 'forms' AS table_name, form_id AS row_id, 'title' AS column_name, title AS value, title_raw AS raw,
    title_status AS status, title_confidence AS confidence, title_cell AS cell, title_page AS page, title_bbox AS bbox
  FROM current_forms
  UNION ALL
  SELECT form_id, 'forms', form_id, 'year', year, year_raw,
    year_status, year_confidence, year_cell, year_page, year_bbox
  FROM current_forms
  UNION ALL
  SELECT form_id, 'fields', field_id, 'value', value, value_raw,
    value_status, value_confidence, value_cell, value_page, value_bbox
  FROM current_fields
  UNION ALL
  SELECT form_id, 'funds', fund_id, 'amount', rtrim(rtrim(CAST(amount AS TEXT), '0'), '.'), amount_raw,
    amount_status, amount_confidence, amount_cell, amount_page, amount_bbox
  FROM current_funds
  UNION ALL
  SELECT form_id, 'funds', fund_id, 'label', label, label_raw,
    label_status, label_confidence, label_cell, label_page, label_bbox
  FROM current_funds
  UNION ALL
  SELECT form_id, 'goals', goal_id, 'text', text, text_raw,
    text_status, text_confidence, text_cell, text_page, text_bbox
  FROM current_goals
  UNION ALL
  SELECT form_id, 'indicators', indicator_id, 'level1', level1, level1_raw,
    level1_status, level1_confidence, level1_cell, level1_page, level1_bbox
  FROM current_indicators
  UNION ALL
  SELECT form_id, 'indicators', indicator_id, 'level2', level2, level2_raw,
    level2_status, level2_confidence, level2_cell, level2_page, level2_bbox
  FROM current_indicators
  UNION ALL
  SELECT form_id, 'indicators', indicator_id, 'name', name, name_raw,
    name_status, name_confidence, name_cell, name_page, name_bbox
  FROM current_indicators
  UNION ALL
  SELECT form_id, 'indicators', indicator_id, 'target', target, target_raw,
    target_status, target_confidence, target_cell, target_page, target_bbox
  FROM current_indicators
  UNION ALL
  SELECT form_id, 'indicators', indicator_id, 'actual', actual, actual_raw,
    actual_status, actual_confidence, actual_cell, actual_page, actual_bbox
  FROM current_indicators
  UNION ALL
  SELECT form_id, 'indicators', indicator_id, 'weight', weight, weight_raw,
    weight_status, weight_confidence, weight_cell, weight_page, weight_bbox
  FROM current_indicators
  UNION ALL
  SELECT form_id, 'indicators', indicator_id, 'score', score, score_raw,
    score_status, score_confidence, score_cell, score_page, score_bbox
  FROM current_indicators
  UNION ALL
  SELECT form_id, 'indicators', indicator_id, 'deviation', deviation, deviation_raw,
    deviation_status, deviation_confidence, deviation_cell, deviation_page, deviation_bbox
  FROM current_indicators
  UNION ALL
  SELECT form_id, 'indicators', indicator_id, 'object', object, object_raw,
    object_status, object_confidence, object_cell, object_page, object_bbox
  FROM current_indicators
  UNION ALL
  SELECT form_id, 'indicators', indicator_id, 'printed_operator', printed_operator, printed_operator_raw,
    printed_operator_status, printed_operator_confidence, printed_operator_cell, printed_operator_page, printed_operator_bbox
  FROM current_indicators
  UNION ALL
  SELECT form_id, 'indicators', indicator_id, 'printed_unit', printed_unit, printed_unit_raw,
    printed_unit_status, printed_unit_confidence, printed_unit_cell, printed_unit_page, printed_unit_bbox
  FROM current_indicators
  UNION ALL
  SELECT form_id, 'entries', entry_id, 'label', label, label_raw,
    label_status, label_confidence, label_cell, label_page, label_bbox
  FROM current_entries
  UNION ALL
  SELECT form_id, 'entries', entry_id, 'value', value, value_raw,
    value_status, value_confidence, value_cell, value_page, value_bbox
  FROM current_entries
) AS v
JOIN current_forms AS f ON f.form_id = v.form_id
WHERE v.status IS NOT NULL;
