-- Made from schemas/tables.yaml by `make schemas`; for DuckDB and PostgreSQL.

CREATE TABLE "shibiao_loads" (
  "load_id" BIGINT NOT NULL,
  "loaded_at" TIMESTAMP WITH TIME ZONE NOT NULL,
  "archive" TEXT NOT NULL,
  "manifest_sha256" TEXT NOT NULL,
  "program" TEXT NOT NULL,
  "tables_version" BIGINT NOT NULL,
  "rows_new" BIGINT NOT NULL,
  "rows_changed" BIGINT NOT NULL,
  "rows_closed" BIGINT NOT NULL,
  "views" TEXT[] NOT NULL,
  "views_sha256" TEXT NOT NULL
);

CREATE TABLE "forms" (
  "form_id" TEXT NOT NULL,
  "family" TEXT NOT NULL,
  "source_name" TEXT NOT NULL,
  "source_sha256" TEXT NOT NULL,
  "source_kind" TEXT NOT NULL,
  "pages" BIGINT[] NOT NULL,
  "title" TEXT,
  "title_raw" TEXT,
  "title_status" TEXT,
  "title_confidence" DOUBLE PRECISION,
  "title_cell" TEXT,
  "title_page" BIGINT,
  "title_bbox" DOUBLE PRECISION[],
  "year" TEXT,
  "year_raw" TEXT,
  "year_status" TEXT,
  "year_confidence" DOUBLE PRECISION,
  "year_cell" TEXT,
  "year_page" BIGINT,
  "year_bbox" DOUBLE PRECISION[],
  "fiscal_year" BIGINT,
  "row_hash" TEXT NOT NULL,
  "version" BIGINT NOT NULL,
  "valid_from" TIMESTAMP WITH TIME ZONE NOT NULL,
  "valid_to" TIMESTAMP WITH TIME ZONE,
  "load_id" BIGINT NOT NULL,
  "closed_by" BIGINT
);

CREATE TABLE "fields" (
  "form_id" TEXT NOT NULL,
  "field_id" TEXT NOT NULL,
  "field" TEXT NOT NULL,
  "value" TEXT,
  "value_raw" TEXT,
  "value_status" TEXT,
  "value_confidence" DOUBLE PRECISION,
  "value_cell" TEXT,
  "value_page" BIGINT,
  "value_bbox" DOUBLE PRECISION[],
  "fiscal_year" BIGINT,
  "row_hash" TEXT NOT NULL,
  "version" BIGINT NOT NULL,
  "valid_from" TIMESTAMP WITH TIME ZONE NOT NULL,
  "valid_to" TIMESTAMP WITH TIME ZONE,
  "load_id" BIGINT NOT NULL,
  "closed_by" BIGINT
);

CREATE TABLE "funds" (
  "form_id" TEXT NOT NULL,
  "fund_id" TEXT NOT NULL,
  "position" BIGINT NOT NULL,
  "pane" TEXT NOT NULL,
  "item" TEXT NOT NULL,
  "measure" TEXT NOT NULL,
  "amount" DECIMAL(38, 10),
  "amount_raw" TEXT,
  "amount_status" TEXT,
  "amount_confidence" DOUBLE PRECISION,
  "amount_cell" TEXT,
  "amount_page" BIGINT,
  "amount_bbox" DOUBLE PRECISION[],
  "unit" TEXT,
  "amount_yuan" DECIMAL(38, 10),
  "label" TEXT,
  "label_raw" TEXT,
  "label_status" TEXT,
  "label_confidence" DOUBLE PRECISION,
  "label_cell" TEXT,
  "label_page" BIGINT,
  "label_bbox" DOUBLE PRECISION[],
  "fiscal_year" BIGINT,
  "row_hash" TEXT NOT NULL,
  "version" BIGINT NOT NULL,
  "valid_from" TIMESTAMP WITH TIME ZONE NOT NULL,
  "valid_to" TIMESTAMP WITH TIME ZONE,
  "load_id" BIGINT NOT NULL,
  "closed_by" BIGINT
);

CREATE TABLE "goals" (
  "form_id" TEXT NOT NULL,
  "goal_id" TEXT NOT NULL,
  "position" BIGINT NOT NULL,
  "pane" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "period_start" BIGINT,
  "period_end" BIGINT,
  "text" TEXT,
  "text_raw" TEXT,
  "text_status" TEXT,
  "text_confidence" DOUBLE PRECISION,
  "text_cell" TEXT,
  "text_page" BIGINT,
  "text_bbox" DOUBLE PRECISION[],
  "fiscal_year" BIGINT,
  "row_hash" TEXT NOT NULL,
  "version" BIGINT NOT NULL,
  "valid_from" TIMESTAMP WITH TIME ZONE NOT NULL,
  "valid_to" TIMESTAMP WITH TIME ZONE,
  "load_id" BIGINT NOT NULL,
  "closed_by" BIGINT
);

CREATE TABLE "indicators" (
  "form_id" TEXT NOT NULL,
  "indicator_id" TEXT NOT NULL,
  "position" BIGINT NOT NULL,
  "pane" TEXT NOT NULL,
  "level1" TEXT,
  "level1_raw" TEXT,
  "level1_status" TEXT,
  "level1_confidence" DOUBLE PRECISION,
  "level1_cell" TEXT,
  "level1_page" BIGINT,
  "level1_bbox" DOUBLE PRECISION[],
  "level1_code" TEXT,
  "level2" TEXT,
  "level2_raw" TEXT,
  "level2_status" TEXT,
  "level2_confidence" DOUBLE PRECISION,
  "level2_cell" TEXT,
  "level2_page" BIGINT,
  "level2_bbox" DOUBLE PRECISION[],
  "level2_code" TEXT,
  "name" TEXT,
  "name_raw" TEXT,
  "name_status" TEXT,
  "name_confidence" DOUBLE PRECISION,
  "name_cell" TEXT,
  "name_page" BIGINT,
  "name_bbox" DOUBLE PRECISION[],
  "target" TEXT,
  "target_raw" TEXT,
  "target_status" TEXT,
  "target_confidence" DOUBLE PRECISION,
  "target_cell" TEXT,
  "target_page" BIGINT,
  "target_bbox" DOUBLE PRECISION[],
  "operator" TEXT,
  "number" DECIMAL(38, 10),
  "number2" DECIMAL(38, 10),
  "date" TEXT,
  "date2" TEXT,
  "unit" TEXT,
  "class" TEXT NOT NULL,
  "actual" TEXT,
  "actual_raw" TEXT,
  "actual_status" TEXT,
  "actual_confidence" DOUBLE PRECISION,
  "actual_cell" TEXT,
  "actual_page" BIGINT,
  "actual_bbox" DOUBLE PRECISION[],
  "weight" TEXT,
  "weight_raw" TEXT,
  "weight_status" TEXT,
  "weight_confidence" DOUBLE PRECISION,
  "weight_cell" TEXT,
  "weight_page" BIGINT,
  "weight_bbox" DOUBLE PRECISION[],
  "score" TEXT,
  "score_raw" TEXT,
  "score_status" TEXT,
  "score_confidence" DOUBLE PRECISION,
  "score_cell" TEXT,
  "score_page" BIGINT,
  "score_bbox" DOUBLE PRECISION[],
  "deviation" TEXT,
  "deviation_raw" TEXT,
  "deviation_status" TEXT,
  "deviation_confidence" DOUBLE PRECISION,
  "deviation_cell" TEXT,
  "deviation_page" BIGINT,
  "deviation_bbox" DOUBLE PRECISION[],
  "object" TEXT,
  "object_raw" TEXT,
  "object_status" TEXT,
  "object_confidence" DOUBLE PRECISION,
  "object_cell" TEXT,
  "object_page" BIGINT,
  "object_bbox" DOUBLE PRECISION[],
  "printed_operator" TEXT,
  "printed_operator_raw" TEXT,
  "printed_operator_status" TEXT,
  "printed_operator_confidence" DOUBLE PRECISION,
  "printed_operator_cell" TEXT,
  "printed_operator_page" BIGINT,
  "printed_operator_bbox" DOUBLE PRECISION[],
  "printed_unit" TEXT,
  "printed_unit_raw" TEXT,
  "printed_unit_status" TEXT,
  "printed_unit_confidence" DOUBLE PRECISION,
  "printed_unit_cell" TEXT,
  "printed_unit_page" BIGINT,
  "printed_unit_bbox" DOUBLE PRECISION[],
  "fiscal_year" BIGINT,
  "row_hash" TEXT NOT NULL,
  "version" BIGINT NOT NULL,
  "valid_from" TIMESTAMP WITH TIME ZONE NOT NULL,
  "valid_to" TIMESTAMP WITH TIME ZONE,
  "load_id" BIGINT NOT NULL,
  "closed_by" BIGINT
);

CREATE TABLE "entries" (
  "form_id" TEXT NOT NULL,
  "entry_id" TEXT NOT NULL,
  "position" BIGINT NOT NULL,
  "list" TEXT NOT NULL,
  "row" BIGINT NOT NULL,
  "row_id" TEXT NOT NULL,
  "column_key" TEXT NOT NULL,
  "label" TEXT,
  "label_raw" TEXT,
  "label_status" TEXT,
  "label_confidence" DOUBLE PRECISION,
  "label_cell" TEXT,
  "label_page" BIGINT,
  "label_bbox" DOUBLE PRECISION[],
  "value" TEXT,
  "value_raw" TEXT,
  "value_status" TEXT,
  "value_confidence" DOUBLE PRECISION,
  "value_cell" TEXT,
  "value_page" BIGINT,
  "value_bbox" DOUBLE PRECISION[],
  "fiscal_year" BIGINT,
  "row_hash" TEXT NOT NULL,
  "version" BIGINT NOT NULL,
  "valid_from" TIMESTAMP WITH TIME ZONE NOT NULL,
  "valid_to" TIMESTAMP WITH TIME ZONE,
  "load_id" BIGINT NOT NULL,
  "closed_by" BIGINT
);

CREATE TABLE "cells" (
  "form_id" TEXT NOT NULL,
  "cell_id" TEXT NOT NULL,
  "cell" TEXT NOT NULL,
  "page" BIGINT NOT NULL,
  "bbox" DOUBLE PRECISION[] NOT NULL,
  "quad" DOUBLE PRECISION[],
  "row" BIGINT NOT NULL,
  "col" BIGINT NOT NULL,
  "rowspan" BIGINT NOT NULL,
  "colspan" BIGINT NOT NULL,
  "text" TEXT,
  "text_raw" TEXT NOT NULL,
  "text_status" TEXT NOT NULL,
  "text_confidence" DOUBLE PRECISION NOT NULL,
  "fiscal_year" BIGINT,
  "row_hash" TEXT NOT NULL,
  "version" BIGINT NOT NULL,
  "valid_from" TIMESTAMP WITH TIME ZONE NOT NULL,
  "valid_to" TIMESTAMP WITH TIME ZONE,
  "load_id" BIGINT NOT NULL,
  "closed_by" BIGINT
);

CREATE TABLE "repairs" (
  "form_id" TEXT NOT NULL,
  "repair_id" TEXT NOT NULL,
  "path" TEXT NOT NULL,
  "cell" TEXT,
  "page" BIGINT,
  "bbox" DOUBLE PRECISION[],
  "status" TEXT NOT NULL,
  "raw" TEXT NOT NULL,
  "value" TEXT,
  "confidence" DOUBLE PRECISION NOT NULL,
  "evidence" TEXT,
  "reasons" TEXT[],
  "candidates" TEXT[],
  "readings" TEXT[],
  "fiscal_year" BIGINT,
  "row_hash" TEXT NOT NULL,
  "version" BIGINT NOT NULL,
  "valid_from" TIMESTAMP WITH TIME ZONE NOT NULL,
  "valid_to" TIMESTAMP WITH TIME ZONE,
  "load_id" BIGINT NOT NULL,
  "closed_by" BIGINT
);

CREATE TABLE "findings" (
  "form_id" TEXT NOT NULL,
  "finding_id" TEXT NOT NULL,
  "position" BIGINT NOT NULL,
  "rule" TEXT NOT NULL,
  "severity" TEXT NOT NULL,
  "message" TEXT NOT NULL,
  "cells" TEXT[] NOT NULL,
  "suggested_cell" TEXT,
  "suggested_value" TEXT,
  "fiscal_year" BIGINT,
  "row_hash" TEXT NOT NULL,
  "version" BIGINT NOT NULL,
  "valid_from" TIMESTAMP WITH TIME ZONE NOT NULL,
  "valid_to" TIMESTAMP WITH TIME ZONE,
  "load_id" BIGINT NOT NULL,
  "closed_by" BIGINT
);

CREATE TABLE "corrections" (
  "form_id" TEXT NOT NULL,
  "correction_id" TEXT NOT NULL,
  "table_name" TEXT NOT NULL,
  "row_id" TEXT NOT NULL,
  "column_name" TEXT NOT NULL,
  "cell" TEXT,
  "page" BIGINT,
  "bbox" DOUBLE PRECISION[],
  "before" TEXT,
  "after" TEXT,
  "reason" TEXT,
  "made_by" TEXT NOT NULL,
  "made_at" TIMESTAMP WITH TIME ZONE NOT NULL,
  "state" TEXT NOT NULL,
  "fiscal_year" BIGINT,
  "row_hash" TEXT NOT NULL,
  "version" BIGINT NOT NULL,
  "valid_from" TIMESTAMP WITH TIME ZONE NOT NULL,
  "valid_to" TIMESTAMP WITH TIME ZONE,
  "load_id" BIGINT NOT NULL,
  "closed_by" BIGINT
);

COMMENT ON TABLE "forms" IS '表 · forms';

COMMENT ON COLUMN "forms"."form_id" IS '表编号 · form id, from the source''s hash and the form''s place in it';

COMMENT ON COLUMN "forms"."family" IS '表族 · family, or unknown';

COMMENT ON COLUMN "forms"."source_name" IS '文件名 · file name';

COMMENT ON COLUMN "forms"."source_sha256" IS '文件 SHA-256 · SHA-256 of the file';

COMMENT ON COLUMN "forms"."source_kind" IS '来源 · kind of source';

COMMENT ON COLUMN "forms"."pages" IS '所在页 · pages of the form';

COMMENT ON COLUMN "forms"."title" IS '标题 · title';

COMMENT ON COLUMN "forms"."title_raw" IS '标题（原文） · title: as printed';

COMMENT ON COLUMN "forms"."title_status" IS '标题（由来） · title: how the value came about';

COMMENT ON COLUMN "forms"."title_confidence" IS '标题（可信度） · title: probability that the value is what the form says';

COMMENT ON COLUMN "forms"."title_cell" IS '标题（单元格） · title: cell that it stands in';

COMMENT ON COLUMN "forms"."title_page" IS '标题（页） · title: page, from 1';

COMMENT ON COLUMN "forms"."title_bbox" IS '标题（位置） · title: box of the cell: x0, y0, x1, y1 in points (text dumps: characters and lines), origin top left';

COMMENT ON COLUMN "forms"."year" IS '年度 · year';

COMMENT ON COLUMN "forms"."year_raw" IS '年度（原文） · year: as printed';

COMMENT ON COLUMN "forms"."year_status" IS '年度（由来） · year: how the value came about';

COMMENT ON COLUMN "forms"."year_confidence" IS '年度（可信度） · year: probability that the value is what the form says';

COMMENT ON COLUMN "forms"."year_cell" IS '年度（单元格） · year: cell that it stands in';

COMMENT ON COLUMN "forms"."year_page" IS '年度（页） · year: page, from 1';

COMMENT ON COLUMN "forms"."year_bbox" IS '年度（位置） · year: box of the cell: x0, y0, x1, y1 in points (text dumps: characters and lines), origin top left';

COMMENT ON COLUMN "forms"."fiscal_year" IS '预算年度 · fiscal year of the form';

COMMENT ON COLUMN "forms"."row_hash" IS '行摘要 · BLAKE2b-128 of the row''s other columns, in hex: changes if and only if the row does';

COMMENT ON COLUMN "forms"."version" IS '版本 · version of the row, from 1';

COMMENT ON COLUMN "forms"."valid_from" IS '生效时间 · time of the load that brought this version';

COMMENT ON COLUMN "forms"."valid_to" IS '失效时间 · time of the load that closed it; null for today''s version';

COMMENT ON COLUMN "forms"."load_id" IS '载入批次 · load that brought it';

COMMENT ON COLUMN "forms"."closed_by" IS '失效批次 · load that closed it';

COMMENT ON TABLE "fields" IS '基本信息 · base fields';

COMMENT ON COLUMN "fields"."form_id" IS '表编号 · form id';

COMMENT ON COLUMN "fields"."field_id" IS '字段编号 · form_id/field';

COMMENT ON COLUMN "fields"."field" IS '字段 · which field: project_name, department …';

COMMENT ON COLUMN "fields"."value" IS '值 · value';

COMMENT ON COLUMN "fields"."value_raw" IS '值（原文） · value: as printed';

COMMENT ON COLUMN "fields"."value_status" IS '值（由来） · value: how the value came about';

COMMENT ON COLUMN "fields"."value_confidence" IS '值（可信度） · value: probability that the value is what the form says';

COMMENT ON COLUMN "fields"."value_cell" IS '值（单元格） · value: cell that it stands in';

COMMENT ON COLUMN "fields"."value_page" IS '值（页） · value: page, from 1';

COMMENT ON COLUMN "fields"."value_bbox" IS '值（位置） · value: box of the cell: x0, y0, x1, y1 in points (text dumps: characters and lines), origin top left';

COMMENT ON COLUMN "fields"."fiscal_year" IS '预算年度 · fiscal year of the form';

COMMENT ON COLUMN "fields"."row_hash" IS '行摘要 · BLAKE2b-128 of the row''s other columns, in hex: changes if and only if the row does';

COMMENT ON COLUMN "fields"."version" IS '版本 · version of the row, from 1';

COMMENT ON COLUMN "fields"."valid_from" IS '生效时间 · time of the load that brought this version';

COMMENT ON COLUMN "fields"."valid_to" IS '失效时间 · time of the load that closed it; null for today''s version';

COMMENT ON COLUMN "fields"."load_id" IS '载入批次 · load that brought it';

COMMENT ON COLUMN "fields"."closed_by" IS '失效批次 · load that closed it';

COMMENT ON TABLE "funds" IS '资金 · funds';

COMMENT ON COLUMN "funds"."form_id" IS '表编号 · form id';

COMMENT ON COLUMN "funds"."fund_id" IS '资金编号 · form_id/pane/item/measure, numbered where it is there twice';

COMMENT ON COLUMN "funds"."position" IS '次序 · place in the form, from 0';

COMMENT ON COLUMN "funds"."pane" IS '期 · pane';

COMMENT ON COLUMN "funds"."item" IS '资金来源 · which funds: total, fiscal, other …';

COMMENT ON COLUMN "funds"."measure" IS '数的含义 · which figure of them';

COMMENT ON COLUMN "funds"."amount" IS '金额 · amount';

COMMENT ON COLUMN "funds"."amount_raw" IS '金额（原文） · amount: as printed';

COMMENT ON COLUMN "funds"."amount_status" IS '金额（由来） · amount: how the value came about';

COMMENT ON COLUMN "funds"."amount_confidence" IS '金额（可信度） · amount: probability that the value is what the form says';

COMMENT ON COLUMN "funds"."amount_cell" IS '金额（单元格） · amount: cell that it stands in';

COMMENT ON COLUMN "funds"."amount_page" IS '金额（页） · amount: page, from 1';

COMMENT ON COLUMN "funds"."amount_bbox" IS '金额（位置） · amount: box of the cell: x0, y0, x1, y1 in points (text dumps: characters and lines), origin top left';

COMMENT ON COLUMN "funds"."unit" IS '单位 · unit of the amount';

COMMENT ON COLUMN "funds"."amount_yuan" IS '金额（元） · the amount in 元, where its unit is money';

COMMENT ON COLUMN "funds"."label" IS '行标签 · label of its row';

COMMENT ON COLUMN "funds"."label_raw" IS '行标签（原文） · label of its row: as printed';

COMMENT ON COLUMN "funds"."label_status" IS '行标签（由来） · label of its row: how the value came about';

COMMENT ON COLUMN "funds"."label_confidence" IS '行标签（可信度） · label of its row: probability that the value is what the form says';

COMMENT ON COLUMN "funds"."label_cell" IS '行标签（单元格） · label of its row: cell that it stands in';

COMMENT ON COLUMN "funds"."label_page" IS '行标签（页） · label of its row: page, from 1';

COMMENT ON COLUMN "funds"."label_bbox" IS '行标签（位置） · label of its row: box of the cell: x0, y0, x1, y1 in points (text dumps: characters and lines), origin top left';

COMMENT ON COLUMN "funds"."fiscal_year" IS '预算年度 · fiscal year of the form';

COMMENT ON COLUMN "funds"."row_hash" IS '行摘要 · BLAKE2b-128 of the row''s other columns, in hex: changes if and only if the row does';

COMMENT ON COLUMN "funds"."version" IS '版本 · version of the row, from 1';

COMMENT ON COLUMN "funds"."valid_from" IS '生效时间 · time of the load that brought this version';

COMMENT ON COLUMN "funds"."valid_to" IS '失效时间 · time of the load that closed it; null for today''s version';

COMMENT ON COLUMN "funds"."load_id" IS '载入批次 · load that brought it';

COMMENT ON COLUMN "funds"."closed_by" IS '失效批次 · load that closed it';

COMMENT ON TABLE "goals" IS '目标 · goals';

COMMENT ON COLUMN "goals"."form_id" IS '表编号 · form id';

COMMENT ON COLUMN "goals"."goal_id" IS '目标编号 · form_id/pane/kind, numbered where it is there twice';

COMMENT ON COLUMN "goals"."position" IS '次序 · place in the form, from 0';

COMMENT ON COLUMN "goals"."pane" IS '期 · pane';

COMMENT ON COLUMN "goals"."kind" IS '预期或实际 · goal or result';

COMMENT ON COLUMN "goals"."period_start" IS '起始年 · first year';

COMMENT ON COLUMN "goals"."period_end" IS '结束年 · last year';

COMMENT ON COLUMN "goals"."text" IS '目标 · text';

COMMENT ON COLUMN "goals"."text_raw" IS '目标（原文） · text: as printed';

COMMENT ON COLUMN "goals"."text_status" IS '目标（由来） · text: how the value came about';

COMMENT ON COLUMN "goals"."text_confidence" IS '目标（可信度） · text: probability that the value is what the form says';

COMMENT ON COLUMN "goals"."text_cell" IS '目标（单元格） · text: cell that it stands in';

COMMENT ON COLUMN "goals"."text_page" IS '目标（页） · text: page, from 1';

COMMENT ON COLUMN "goals"."text_bbox" IS '目标（位置） · text: box of the cell: x0, y0, x1, y1 in points (text dumps: characters and lines), origin top left';

COMMENT ON COLUMN "goals"."fiscal_year" IS '预算年度 · fiscal year of the form';

COMMENT ON COLUMN "goals"."row_hash" IS '行摘要 · BLAKE2b-128 of the row''s other columns, in hex: changes if and only if the row does';

COMMENT ON COLUMN "goals"."version" IS '版本 · version of the row, from 1';

COMMENT ON COLUMN "goals"."valid_from" IS '生效时间 · time of the load that brought this version';

COMMENT ON COLUMN "goals"."valid_to" IS '失效时间 · time of the load that closed it; null for today''s version';

COMMENT ON COLUMN "goals"."load_id" IS '载入批次 · load that brought it';

COMMENT ON COLUMN "goals"."closed_by" IS '失效批次 · load that closed it';

COMMENT ON TABLE "indicators" IS '指标 · indicators';

COMMENT ON COLUMN "indicators"."form_id" IS '表编号 · form id';

COMMENT ON COLUMN "indicators"."indicator_id" IS '指标编号 · form_id/pane/cell of the name, else of the target; numbered where it is there twice';

COMMENT ON COLUMN "indicators"."position" IS '次序 · place in the form, from 0';

COMMENT ON COLUMN "indicators"."pane" IS '期 · pane';

COMMENT ON COLUMN "indicators"."level1" IS '一级指标 · level 1, canonical';

COMMENT ON COLUMN "indicators"."level1_raw" IS '一级指标（原文） · level 1, canonical: as printed';

COMMENT ON COLUMN "indicators"."level1_status" IS '一级指标（由来） · level 1, canonical: how the value came about';

COMMENT ON COLUMN "indicators"."level1_confidence" IS '一级指标（可信度） · level 1, canonical: probability that the value is what the form says';

COMMENT ON COLUMN "indicators"."level1_cell" IS '一级指标（单元格） · level 1, canonical: cell that it stands in';

COMMENT ON COLUMN "indicators"."level1_page" IS '一级指标（页） · level 1, canonical: page, from 1';

COMMENT ON COLUMN "indicators"."level1_bbox" IS '一级指标（位置） · level 1, canonical: box of the cell: x0, y0, x1, y1 in points (text dumps: characters and lines), origin top left';

COMMENT ON COLUMN "indicators"."level1_code" IS '一级指标代码 · code of level 1';

COMMENT ON COLUMN "indicators"."level2" IS '二级指标 · level 2, canonical';

COMMENT ON COLUMN "indicators"."level2_raw" IS '二级指标（原文） · level 2, canonical: as printed';

COMMENT ON COLUMN "indicators"."level2_status" IS '二级指标（由来） · level 2, canonical: how the value came about';

COMMENT ON COLUMN "indicators"."level2_confidence" IS '二级指标（可信度） · level 2, canonical: probability that the value is what the form says';

COMMENT ON COLUMN "indicators"."level2_cell" IS '二级指标（单元格） · level 2, canonical: cell that it stands in';

COMMENT ON COLUMN "indicators"."level2_page" IS '二级指标（页） · level 2, canonical: page, from 1';

COMMENT ON COLUMN "indicators"."level2_bbox" IS '二级指标（位置） · level 2, canonical: box of the cell: x0, y0, x1, y1 in points (text dumps: characters and lines), origin top left';

COMMENT ON COLUMN "indicators"."level2_code" IS '二级指标代码 · code of level 2';

COMMENT ON COLUMN "indicators"."name" IS '三级指标 · name';

COMMENT ON COLUMN "indicators"."name_raw" IS '三级指标（原文） · name: as printed';

COMMENT ON COLUMN "indicators"."name_status" IS '三级指标（由来） · name: how the value came about';

COMMENT ON COLUMN "indicators"."name_confidence" IS '三级指标（可信度） · name: probability that the value is what the form says';

COMMENT ON COLUMN "indicators"."name_cell" IS '三级指标（单元格） · name: cell that it stands in';

COMMENT ON COLUMN "indicators"."name_page" IS '三级指标（页） · name: page, from 1';

COMMENT ON COLUMN "indicators"."name_bbox" IS '三级指标（位置） · name: box of the cell: x0, y0, x1, y1 in points (text dumps: characters and lines), origin top left';

COMMENT ON COLUMN "indicators"."target" IS '指标值 · target';

COMMENT ON COLUMN "indicators"."target_raw" IS '指标值（原文） · target: as printed';

COMMENT ON COLUMN "indicators"."target_status" IS '指标值（由来） · target: how the value came about';

COMMENT ON COLUMN "indicators"."target_confidence" IS '指标值（可信度） · target: probability that the value is what the form says';

COMMENT ON COLUMN "indicators"."target_cell" IS '指标值（单元格） · target: cell that it stands in';

COMMENT ON COLUMN "indicators"."target_page" IS '指标值（页） · target: page, from 1';

COMMENT ON COLUMN "indicators"."target_bbox" IS '指标值（位置） · target: box of the cell: x0, y0, x1, y1 in points (text dumps: characters and lines), origin top left';

COMMENT ON COLUMN "indicators"."operator" IS '比较符 · operator of the target';

COMMENT ON COLUMN "indicators"."number" IS '数 · figure of the target';

COMMENT ON COLUMN "indicators"."number2" IS '第二个数 · second figure of the target';

COMMENT ON COLUMN "indicators"."date" IS '日期 · date of the target, ISO 8601, as precise as printed';

COMMENT ON COLUMN "indicators"."date2" IS '第二个日期 · second date of the target';

COMMENT ON COLUMN "indicators"."unit" IS '单位 · unit of the figure';

COMMENT ON COLUMN "indicators"."class" IS '值的类别 · class of the target';

COMMENT ON COLUMN "indicators"."actual" IS '实际完成值 · actual value';

COMMENT ON COLUMN "indicators"."actual_raw" IS '实际完成值（原文） · actual value: as printed';

COMMENT ON COLUMN "indicators"."actual_status" IS '实际完成值（由来） · actual value: how the value came about';

COMMENT ON COLUMN "indicators"."actual_confidence" IS '实际完成值（可信度） · actual value: probability that the value is what the form says';

COMMENT ON COLUMN "indicators"."actual_cell" IS '实际完成值（单元格） · actual value: cell that it stands in';

COMMENT ON COLUMN "indicators"."actual_page" IS '实际完成值（页） · actual value: page, from 1';

COMMENT ON COLUMN "indicators"."actual_bbox" IS '实际完成值（位置） · actual value: box of the cell: x0, y0, x1, y1 in points (text dumps: characters and lines), origin top left';

COMMENT ON COLUMN "indicators"."weight" IS '分值 · weight';

COMMENT ON COLUMN "indicators"."weight_raw" IS '分值（原文） · weight: as printed';

COMMENT ON COLUMN "indicators"."weight_status" IS '分值（由来） · weight: how the value came about';

COMMENT ON COLUMN "indicators"."weight_confidence" IS '分值（可信度） · weight: probability that the value is what the form says';

COMMENT ON COLUMN "indicators"."weight_cell" IS '分值（单元格） · weight: cell that it stands in';

COMMENT ON COLUMN "indicators"."weight_page" IS '分值（页） · weight: page, from 1';

COMMENT ON COLUMN "indicators"."weight_bbox" IS '分值（位置） · weight: box of the cell: x0, y0, x1, y1 in points (text dumps: characters and lines), origin top left';

COMMENT ON COLUMN "indicators"."score" IS '得分 · score';

COMMENT ON COLUMN "indicators"."score_raw" IS '得分（原文） · score: as printed';

COMMENT ON COLUMN "indicators"."score_status" IS '得分（由来） · score: how the value came about';

COMMENT ON COLUMN "indicators"."score_confidence" IS '得分（可信度） · score: probability that the value is what the form says';

COMMENT ON COLUMN "indicators"."score_cell" IS '得分（单元格） · score: cell that it stands in';

COMMENT ON COLUMN "indicators"."score_page" IS '得分（页） · score: page, from 1';

COMMENT ON COLUMN "indicators"."score_bbox" IS '得分（位置） · score: box of the cell: x0, y0, x1, y1 in points (text dumps: characters and lines), origin top left';

COMMENT ON COLUMN "indicators"."deviation" IS '偏差原因 · reason for deviation';

COMMENT ON COLUMN "indicators"."deviation_raw" IS '偏差原因（原文） · reason for deviation: as printed';

COMMENT ON COLUMN "indicators"."deviation_status" IS '偏差原因（由来） · reason for deviation: how the value came about';

COMMENT ON COLUMN "indicators"."deviation_confidence" IS '偏差原因（可信度） · reason for deviation: probability that the value is what the form says';

COMMENT ON COLUMN "indicators"."deviation_cell" IS '偏差原因（单元格） · reason for deviation: cell that it stands in';

COMMENT ON COLUMN "indicators"."deviation_page" IS '偏差原因（页） · reason for deviation: page, from 1';

COMMENT ON COLUMN "indicators"."deviation_bbox" IS '偏差原因（位置） · reason for deviation: box of the cell: x0, y0, x1, y1 in points (text dumps: characters and lines), origin top left';

COMMENT ON COLUMN "indicators"."object" IS '对象 · unit or village that the target is for, where a form has several';

COMMENT ON COLUMN "indicators"."object_raw" IS '对象（原文） · unit or village that the target is for, where a form has several: as printed';

COMMENT ON COLUMN "indicators"."object_status" IS '对象（由来） · unit or village that the target is for, where a form has several: how the value came about';

COMMENT ON COLUMN "indicators"."object_confidence" IS '对象（可信度） · unit or village that the target is for, where a form has several: probability that the value is what the form says';

COMMENT ON COLUMN "indicators"."object_cell" IS '对象（单元格） · unit or village that the target is for, where a form has several: cell that it stands in';

COMMENT ON COLUMN "indicators"."object_page" IS '对象（页） · unit or village that the target is for, where a form has several: page, from 1';

COMMENT ON COLUMN "indicators"."object_bbox" IS '对象（位置） · unit or village that the target is for, where a form has several: box of the cell: x0, y0, x1, y1 in points (text dumps: characters and lines), origin top left';

COMMENT ON COLUMN "indicators"."printed_operator" IS '比较符一栏 · operator, where it has a column of its own';

COMMENT ON COLUMN "indicators"."printed_operator_raw" IS '比较符一栏（原文） · operator, where it has a column of its own: as printed';

COMMENT ON COLUMN "indicators"."printed_operator_status" IS '比较符一栏（由来） · operator, where it has a column of its own: how the value came about';

COMMENT ON COLUMN "indicators"."printed_operator_confidence" IS '比较符一栏（可信度） · operator, where it has a column of its own: probability that the value is what the form says';

COMMENT ON COLUMN "indicators"."printed_operator_cell" IS '比较符一栏（单元格） · operator, where it has a column of its own: cell that it stands in';

COMMENT ON COLUMN "indicators"."printed_operator_page" IS '比较符一栏（页） · operator, where it has a column of its own: page, from 1';

COMMENT ON COLUMN "indicators"."printed_operator_bbox" IS '比较符一栏（位置） · operator, where it has a column of its own: box of the cell: x0, y0, x1, y1 in points (text dumps: characters and lines), origin top left';

COMMENT ON COLUMN "indicators"."printed_unit" IS '单位一栏 · unit, where it has a column of its own';

COMMENT ON COLUMN "indicators"."printed_unit_raw" IS '单位一栏（原文） · unit, where it has a column of its own: as printed';

COMMENT ON COLUMN "indicators"."printed_unit_status" IS '单位一栏（由来） · unit, where it has a column of its own: how the value came about';

COMMENT ON COLUMN "indicators"."printed_unit_confidence" IS '单位一栏（可信度） · unit, where it has a column of its own: probability that the value is what the form says';

COMMENT ON COLUMN "indicators"."printed_unit_cell" IS '单位一栏（单元格） · unit, where it has a column of its own: cell that it stands in';

COMMENT ON COLUMN "indicators"."printed_unit_page" IS '单位一栏（页） · unit, where it has a column of its own: page, from 1';

COMMENT ON COLUMN "indicators"."printed_unit_bbox" IS '单位一栏（位置） · unit, where it has a column of its own: box of the cell: x0, y0, x1, y1 in points (text dumps: characters and lines), origin top left';

COMMENT ON COLUMN "indicators"."fiscal_year" IS '预算年度 · fiscal year of the form';

COMMENT ON COLUMN "indicators"."row_hash" IS '行摘要 · BLAKE2b-128 of the row''s other columns, in hex: changes if and only if the row does';

COMMENT ON COLUMN "indicators"."version" IS '版本 · version of the row, from 1';

COMMENT ON COLUMN "indicators"."valid_from" IS '生效时间 · time of the load that brought this version';

COMMENT ON COLUMN "indicators"."valid_to" IS '失效时间 · time of the load that closed it; null for today''s version';

COMMENT ON COLUMN "indicators"."load_id" IS '载入批次 · load that brought it';

COMMENT ON COLUMN "indicators"."closed_by" IS '失效批次 · load that closed it';

COMMENT ON TABLE "entries" IS '其他内容 · entries';

COMMENT ON COLUMN "entries"."form_id" IS '表编号 · form id';

COMMENT ON COLUMN "entries"."entry_id" IS '内容编号 · row_id/column_key, of pairs row_id alone; numbered where it is there twice';

COMMENT ON COLUMN "entries"."position" IS '次序 · place in the form, from 0';

COMMENT ON COLUMN "entries"."list" IS '列表 · which list: indicators, pairs (of an unknown form), or its name: schedule, tasks …';

COMMENT ON COLUMN "entries"."row" IS '行次 · row of the list, from 0; an indicator''s position';

COMMENT ON COLUMN "entries"."row_id" IS '行编号 · indicator_id of an indicator, else form_id/list/first cell of the row (of pairs the label''s)';

COMMENT ON COLUMN "entries"."column_key" IS '栏 · which column: explanation, remark, start …; of pairs the label''s text';

COMMENT ON COLUMN "entries"."label" IS '标签 · label of a pair';

COMMENT ON COLUMN "entries"."label_raw" IS '标签（原文） · label of a pair: as printed';

COMMENT ON COLUMN "entries"."label_status" IS '标签（由来） · label of a pair: how the value came about';

COMMENT ON COLUMN "entries"."label_confidence" IS '标签（可信度） · label of a pair: probability that the value is what the form says';

COMMENT ON COLUMN "entries"."label_cell" IS '标签（单元格） · label of a pair: cell that it stands in';

COMMENT ON COLUMN "entries"."label_page" IS '标签（页） · label of a pair: page, from 1';

COMMENT ON COLUMN "entries"."label_bbox" IS '标签（位置） · label of a pair: box of the cell: x0, y0, x1, y1 in points (text dumps: characters and lines), origin top left';

COMMENT ON COLUMN "entries"."value" IS '值 · value';

COMMENT ON COLUMN "entries"."value_raw" IS '值（原文） · value: as printed';

COMMENT ON COLUMN "entries"."value_status" IS '值（由来） · value: how the value came about';

COMMENT ON COLUMN "entries"."value_confidence" IS '值（可信度） · value: probability that the value is what the form says';

COMMENT ON COLUMN "entries"."value_cell" IS '值（单元格） · value: cell that it stands in';

COMMENT ON COLUMN "entries"."value_page" IS '值（页） · value: page, from 1';

COMMENT ON COLUMN "entries"."value_bbox" IS '值（位置） · value: box of the cell: x0, y0, x1, y1 in points (text dumps: characters and lines), origin top left';

COMMENT ON COLUMN "entries"."fiscal_year" IS '预算年度 · fiscal year of the form';

COMMENT ON COLUMN "entries"."row_hash" IS '行摘要 · BLAKE2b-128 of the row''s other columns, in hex: changes if and only if the row does';

COMMENT ON COLUMN "entries"."version" IS '版本 · version of the row, from 1';

COMMENT ON COLUMN "entries"."valid_from" IS '生效时间 · time of the load that brought this version';

COMMENT ON COLUMN "entries"."valid_to" IS '失效时间 · time of the load that closed it; null for today''s version';

COMMENT ON COLUMN "entries"."load_id" IS '载入批次 · load that brought it';

COMMENT ON COLUMN "entries"."closed_by" IS '失效批次 · load that closed it';

COMMENT ON TABLE "cells" IS '单元格 · cells';

COMMENT ON COLUMN "cells"."form_id" IS '表编号 · form id';

COMMENT ON COLUMN "cells"."cell_id" IS '单元格编号 · form_id/cell';

COMMENT ON COLUMN "cells"."cell" IS '单元格 · cell within the form';

COMMENT ON COLUMN "cells"."page" IS '页 · page, from 1';

COMMENT ON COLUMN "cells"."bbox" IS '位置 · x0, y0, x1, y1 in points (text dumps: characters and lines), origin top left';

COMMENT ON COLUMN "cells"."quad" IS '四角 · where the page lies askew: the corners x, y, clockwise from the cell''s own top left';

COMMENT ON COLUMN "cells"."row" IS '行 · row, from 0';

COMMENT ON COLUMN "cells"."col" IS '列 · column, from 0';

COMMENT ON COLUMN "cells"."rowspan" IS '跨行 · rows spanned';

COMMENT ON COLUMN "cells"."colspan" IS '跨列 · columns spanned';

COMMENT ON COLUMN "cells"."text" IS '文字 · text believed';

COMMENT ON COLUMN "cells"."text_raw" IS '文字（原文） · text as printed';

COMMENT ON COLUMN "cells"."text_status" IS '文字（由来） · how the text came about';

COMMENT ON COLUMN "cells"."text_confidence" IS '文字（可信度） · probability that the text is what the form says';

COMMENT ON COLUMN "cells"."fiscal_year" IS '预算年度 · fiscal year of the form';

COMMENT ON COLUMN "cells"."row_hash" IS '行摘要 · BLAKE2b-128 of the row''s other columns, in hex: changes if and only if the row does';

COMMENT ON COLUMN "cells"."version" IS '版本 · version of the row, from 1';

COMMENT ON COLUMN "cells"."valid_from" IS '生效时间 · time of the load that brought this version';

COMMENT ON COLUMN "cells"."valid_to" IS '失效时间 · time of the load that closed it; null for today''s version';

COMMENT ON COLUMN "cells"."load_id" IS '载入批次 · load that brought it';

COMMENT ON COLUMN "cells"."closed_by" IS '失效批次 · load that closed it';

COMMENT ON TABLE "repairs" IS '修复与存疑 · repairs and doubts';

COMMENT ON COLUMN "repairs"."form_id" IS '表编号 · form id';

COMMENT ON COLUMN "repairs"."repair_id" IS '修复编号 · form_id/path';

COMMENT ON COLUMN "repairs"."path" IS '所在 · which value: its path in the form';

COMMENT ON COLUMN "repairs"."cell" IS '单元格 · cell';

COMMENT ON COLUMN "repairs"."page" IS '页 · page, from 1';

COMMENT ON COLUMN "repairs"."bbox" IS '位置 · x0, y0, x1, y1 in points (text dumps: characters and lines), origin top left';

COMMENT ON COLUMN "repairs"."status" IS '由来 · how the value came about';

COMMENT ON COLUMN "repairs"."raw" IS '原文 · as printed';

COMMENT ON COLUMN "repairs"."value" IS '值 · value believed';

COMMENT ON COLUMN "repairs"."confidence" IS '可信度 · probability that the value is what the form says';

COMMENT ON COLUMN "repairs"."evidence" IS '依据 · kind of evidence';

COMMENT ON COLUMN "repairs"."reasons" IS '理由 · reasons for a doubt';

COMMENT ON COLUMN "repairs"."candidates" IS '候选 · texts of the archive that would fit';

COMMENT ON COLUMN "repairs"."readings" IS '其他识读 · other readers'' texts';

COMMENT ON COLUMN "repairs"."fiscal_year" IS '预算年度 · fiscal year of the form';

COMMENT ON COLUMN "repairs"."row_hash" IS '行摘要 · BLAKE2b-128 of the row''s other columns, in hex: changes if and only if the row does';

COMMENT ON COLUMN "repairs"."version" IS '版本 · version of the row, from 1';

COMMENT ON COLUMN "repairs"."valid_from" IS '生效时间 · time of the load that brought this version';

COMMENT ON COLUMN "repairs"."valid_to" IS '失效时间 · time of the load that closed it; null for today''s version';

COMMENT ON COLUMN "repairs"."load_id" IS '载入批次 · load that brought it';

COMMENT ON COLUMN "repairs"."closed_by" IS '失效批次 · load that closed it';

COMMENT ON TABLE "findings" IS '检查结果 · findings';

COMMENT ON COLUMN "findings"."form_id" IS '表编号 · form id';

COMMENT ON COLUMN "findings"."finding_id" IS '结果编号 · form_id/rule/first cell, numbered where it is there twice';

COMMENT ON COLUMN "findings"."position" IS '次序 · place in the form, from 0';

COMMENT ON COLUMN "findings"."rule" IS '规则 · rule, as in docs/checks.md';

COMMENT ON COLUMN "findings"."severity" IS '级别 · severity';

COMMENT ON COLUMN "findings"."message" IS '说明 · what is wrong, in Chinese';

COMMENT ON COLUMN "findings"."cells" IS '单元格 · cells that it is about';

COMMENT ON COLUMN "findings"."suggested_cell" IS '建议改的单元格 · the one cell that would mend all that fails together; nothing is applied';

COMMENT ON COLUMN "findings"."suggested_value" IS '建议的值 · value that would mend it';

COMMENT ON COLUMN "findings"."fiscal_year" IS '预算年度 · fiscal year of the form';

COMMENT ON COLUMN "findings"."row_hash" IS '行摘要 · BLAKE2b-128 of the row''s other columns, in hex: changes if and only if the row does';

COMMENT ON COLUMN "findings"."version" IS '版本 · version of the row, from 1';

COMMENT ON COLUMN "findings"."valid_from" IS '生效时间 · time of the load that brought this version';

COMMENT ON COLUMN "findings"."valid_to" IS '失效时间 · time of the load that closed it; null for today''s version';

COMMENT ON COLUMN "findings"."load_id" IS '载入批次 · load that brought it';

COMMENT ON COLUMN "findings"."closed_by" IS '失效批次 · load that closed it';

COMMENT ON TABLE "corrections" IS '更正 · corrections';

COMMENT ON COLUMN "corrections"."form_id" IS '表编号 · form id';

COMMENT ON COLUMN "corrections"."correction_id" IS '更正编号 · correction id';

COMMENT ON COLUMN "corrections"."table_name" IS '所在的表 · table of the value';

COMMENT ON COLUMN "corrections"."row_id" IS '所在的行 · key of its row';

COMMENT ON COLUMN "corrections"."column_name" IS '所在的列 · its column';

COMMENT ON COLUMN "corrections"."cell" IS '单元格 · cell';

COMMENT ON COLUMN "corrections"."page" IS '页 · page, from 1';

COMMENT ON COLUMN "corrections"."bbox" IS '位置 · x0, y0, x1, y1 in points (text dumps: characters and lines), origin top left';

COMMENT ON COLUMN "corrections"."before" IS '更正前 · what the extraction believed';

COMMENT ON COLUMN "corrections"."after" IS '更正后 · what the auditor says';

COMMENT ON COLUMN "corrections"."reason" IS '理由 · why';

COMMENT ON COLUMN "corrections"."made_by" IS '更正人 · who';

COMMENT ON COLUMN "corrections"."made_at" IS '更正时间 · when';

COMMENT ON COLUMN "corrections"."state" IS '是否采用 · whether it was applied';

COMMENT ON COLUMN "corrections"."fiscal_year" IS '预算年度 · fiscal year of the form';

COMMENT ON COLUMN "corrections"."row_hash" IS '行摘要 · BLAKE2b-128 of the row''s other columns, in hex: changes if and only if the row does';

COMMENT ON COLUMN "corrections"."version" IS '版本 · version of the row, from 1';

COMMENT ON COLUMN "corrections"."valid_from" IS '生效时间 · time of the load that brought this version';

COMMENT ON COLUMN "corrections"."valid_to" IS '失效时间 · time of the load that closed it; null for today''s version';

COMMENT ON COLUMN "corrections"."load_id" IS '载入批次 · load that brought it';

COMMENT ON COLUMN "corrections"."closed_by" IS '失效批次 · load that closed it';

CREATE OR REPLACE VIEW "current_forms" AS
SELECT
  "form_id",
  "family",
  "source_name",
  "source_sha256",
  "source_kind",
  "pages",
  "title",
  "title_raw",
  "title_status",
  "title_confidence",
  "title_cell",
  "title_page",
  "title_bbox",
  "year",
  "year_raw",
  "year_status",
  "year_confidence",
  "year_cell",
  "year_page",
  "year_bbox",
  "fiscal_year",
  "row_hash",
  "version",
  "valid_from"
FROM "forms"
WHERE valid_to IS NULL;

CREATE OR REPLACE VIEW "current_fields" AS
SELECT
  "form_id",
  "field_id",
  "field",
  "value",
  "value_raw",
  "value_status",
  "value_confidence",
  "value_cell",
  "value_page",
  "value_bbox",
  "fiscal_year",
  "row_hash",
  "version",
  "valid_from"
FROM "fields"
WHERE valid_to IS NULL;

CREATE OR REPLACE VIEW "current_funds" AS
SELECT
  "form_id",
  "fund_id",
  "position",
  "pane",
  "item",
  "measure",
  "amount",
  "amount_raw",
  "amount_status",
  "amount_confidence",
  "amount_cell",
  "amount_page",
  "amount_bbox",
  "unit",
  "amount_yuan",
  "label",
  "label_raw",
  "label_status",
  "label_confidence",
  "label_cell",
  "label_page",
  "label_bbox",
  "fiscal_year",
  "row_hash",
  "version",
  "valid_from"
FROM "funds"
WHERE valid_to IS NULL;

CREATE OR REPLACE VIEW "current_goals" AS
SELECT
  "form_id",
  "goal_id",
  "position",
  "pane",
  "kind",
  "period_start",
  "period_end",
  "text",
  "text_raw",
  "text_status",
  "text_confidence",
  "text_cell",
  "text_page",
  "text_bbox",
  "fiscal_year",
  "row_hash",
  "version",
  "valid_from"
FROM "goals"
WHERE valid_to IS NULL;

CREATE OR REPLACE VIEW "current_indicators" AS
SELECT
  "form_id",
  "indicator_id",
  "position",
  "pane",
  "level1",
  "level1_raw",
  "level1_status",
  "level1_confidence",
  "level1_cell",
  "level1_page",
  "level1_bbox",
  "level1_code",
  "level2",
  "level2_raw",
  "level2_status",
  "level2_confidence",
  "level2_cell",
  "level2_page",
  "level2_bbox",
  "level2_code",
  "name",
  "name_raw",
  "name_status",
  "name_confidence",
  "name_cell",
  "name_page",
  "name_bbox",
  "target",
  "target_raw",
  "target_status",
  "target_confidence",
  "target_cell",
  "target_page",
  "target_bbox",
  "operator",
  "number",
  "number2",
  "date",
  "date2",
  "unit",
  "class",
  "actual",
  "actual_raw",
  "actual_status",
  "actual_confidence",
  "actual_cell",
  "actual_page",
  "actual_bbox",
  "weight",
  "weight_raw",
  "weight_status",
  "weight_confidence",
  "weight_cell",
  "weight_page",
  "weight_bbox",
  "score",
  "score_raw",
  "score_status",
  "score_confidence",
  "score_cell",
  "score_page",
  "score_bbox",
  "deviation",
  "deviation_raw",
  "deviation_status",
  "deviation_confidence",
  "deviation_cell",
  "deviation_page",
  "deviation_bbox",
  "fiscal_year",
  "row_hash",
  "version",
  "valid_from",
  "object",
  "object_raw",
  "object_status",
  "object_confidence",
  "object_cell",
  "object_page",
  "object_bbox",
  "printed_operator",
  "printed_operator_raw",
  "printed_operator_status",
  "printed_operator_confidence",
  "printed_operator_cell",
  "printed_operator_page",
  "printed_operator_bbox",
  "printed_unit",
  "printed_unit_raw",
  "printed_unit_status",
  "printed_unit_confidence",
  "printed_unit_cell",
  "printed_unit_page",
  "printed_unit_bbox"
FROM "indicators"
WHERE valid_to IS NULL;

CREATE OR REPLACE VIEW "current_entries" AS
SELECT
  "form_id",
  "entry_id",
  "position",
  "list",
  "row",
  "row_id",
  "column_key",
  "label",
  "label_raw",
  "label_status",
  "label_confidence",
  "label_cell",
  "label_page",
  "label_bbox",
  "value",
  "value_raw",
  "value_status",
  "value_confidence",
  "value_cell",
  "value_page",
  "value_bbox",
  "fiscal_year",
  "row_hash",
  "version",
  "valid_from"
FROM "entries"
WHERE valid_to IS NULL;

CREATE OR REPLACE VIEW "current_cells" AS
SELECT
  "form_id",
  "cell_id",
  "cell",
  "page",
  "bbox",
  "quad",
  "row",
  "col",
  "rowspan",
  "colspan",
  "text",
  "text_raw",
  "text_status",
  "text_confidence",
  "fiscal_year",
  "row_hash",
  "version",
  "valid_from"
FROM "cells"
WHERE valid_to IS NULL;

CREATE OR REPLACE VIEW "current_repairs" AS
SELECT
  "form_id",
  "repair_id",
  "path",
  "cell",
  "page",
  "bbox",
  "status",
  "raw",
  "value",
  "confidence",
  "evidence",
  "reasons",
  "candidates",
  "readings",
  "fiscal_year",
  "row_hash",
  "version",
  "valid_from"
FROM "repairs"
WHERE valid_to IS NULL;

CREATE OR REPLACE VIEW "current_findings" AS
SELECT
  "form_id",
  "finding_id",
  "position",
  "rule",
  "severity",
  "message",
  "cells",
  "fiscal_year",
  "row_hash",
  "version",
  "valid_from",
  "suggested_cell",
  "suggested_value"
FROM "findings"
WHERE valid_to IS NULL;

CREATE OR REPLACE VIEW "current_corrections" AS
SELECT
  "form_id",
  "correction_id",
  "table_name",
  "row_id",
  "column_name",
  "cell",
  "page",
  "bbox",
  "before",
  "after",
  "reason",
  "made_by",
  "made_at",
  "state",
  "fiscal_year",
  "row_hash",
  "version",
  "valid_from"
FROM "corrections"
WHERE valid_to IS NULL;
