-- The index of the desk (index.py): made of the tables of OUT, and nothing that cannot be made again.
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, fact TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS forms (
  form_id TEXT PRIMARY KEY, family TEXT NOT NULL, source_name TEXT NOT NULL, kind TEXT NOT NULL, pages TEXT NOT NULL,
  title TEXT NOT NULL, year TEXT NOT NULL, project TEXT NOT NULL, fiscal_year TEXT NOT NULL, unit TEXT NOT NULL,
  department TEXT NOT NULL, words TEXT NOT NULL,
  doubtful INTEGER NOT NULL DEFAULT 0, lost INTEGER NOT NULL DEFAULT 0, repaired INTEGER NOT NULL DEFAULT 0,
  errors INTEGER NOT NULL DEFAULT 0, warnings INTEGER NOT NULL DEFAULT 0, risk REAL NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS forms_by_risk ON forms (risk DESC, form_id);
CREATE INDEX IF NOT EXISTS forms_by_year ON forms (year DESC, form_id);
CREATE INDEX IF NOT EXISTS forms_by_unit ON forms (unit, form_id);
CREATE INDEX IF NOT EXISTS forms_by_findings ON forms (errors * 1000 + warnings DESC, form_id);
CREATE INDEX IF NOT EXISTS forms_by_name ON forms (source_name, form_id);
CREATE TABLE IF NOT EXISTS marked (
  form_id TEXT NOT NULL, tab TEXT NOT NULL, row TEXT NOT NULL, col TEXT NOT NULL, cell TEXT NOT NULL,
  status TEXT NOT NULL, raw TEXT NOT NULL, value TEXT, confidence REAL NOT NULL,
  PRIMARY KEY (form_id, tab, row, col)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS marked_by_repair ON marked (status, raw, value);
CREATE TABLE IF NOT EXISTS findings (
  form_id TEXT NOT NULL, n INTEGER NOT NULL, rule TEXT NOT NULL, severity TEXT NOT NULL, PRIMARY KEY (form_id, n)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS findings_by_rule ON findings (rule, form_id);
CREATE TABLE IF NOT EXISTS repairs (
  id INTEGER PRIMARY KEY, status TEXT NOT NULL, raw TEXT NOT NULL, value TEXT, times INTEGER NOT NULL,
  least REAL NOT NULL, UNIQUE (status, raw, value)
);
