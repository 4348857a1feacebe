-- The ledger of an output folder: every input that was ever found, every content that was read, and what is needed to
-- complete the forms together. Paths are bytes, as the file system gives them.
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE IF NOT EXISTS inputs (
    path    BLOB PRIMARY KEY,
    found   INTEGER NOT NULL,           -- the run that saw it last
    stamp   TEXT,                       -- size, times and inode: the content is not hashed again while they stay
    sha256  TEXT,                       -- NULL: not hashed yet, or it cannot be opened
    kind    TEXT,                       -- why it cannot be opened
    detail  TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS inputs_by_content ON inputs (sha256, path);

CREATE TABLE IF NOT EXISTS contents (
    sha256   TEXT PRIMARY KEY,
    state    TEXT NOT NULL CHECK (state IN ('discovered', 'leased', 'done', 'failed', 'quarantined')),
    reader   TEXT NOT NULL,             -- version and settings it was read with
    attempts INTEGER NOT NULL DEFAULT 0,
    leased   TEXT,                      -- when, ISO 8601
    settled  TEXT,
    kind     TEXT,                      -- why there is no form
    detail   TEXT,
    source   TEXT,                      -- digital, scan, text
    pages    INTEGER NOT NULL DEFAULT 0,
    seconds  REAL NOT NULL DEFAULT 0,
    peak_kb  INTEGER NOT NULL DEFAULT 0,
    form_ids TEXT NOT NULL DEFAULT '[]'
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS contents_by_state ON contents (state);

CREATE TABLE IF NOT EXISTS evidence (
    sha256 TEXT NOT NULL, slot TEXT NOT NULL, level2 TEXT NOT NULL,
    shape  TEXT NOT NULL, name TEXT NOT NULL, whole INTEGER NOT NULL, ends INTEGER NOT NULL, form_id TEXT NOT NULL, cell TEXT NOT NULL,
    text   TEXT NOT NULL, unit TEXT NOT NULL, project TEXT NOT NULL, year TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS evidence_by_shape ON evidence (slot, level2, shape, name, whole, ends, form_id, cell);
CREATE INDEX IF NOT EXISTS evidence_by_unit ON evidence (unit, slot, level2, shape, name, whole, ends, form_id, cell);
CREATE INDEX IF NOT EXISTS evidence_by_content ON evidence (sha256);

CREATE TABLE IF NOT EXISTS wanted (
    sha256 TEXT NOT NULL, slot TEXT NOT NULL, level2 TEXT NOT NULL, unit TEXT NOT NULL, shape TEXT NOT NULL,
    PRIMARY KEY (sha256, slot, level2, unit, shape)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS form_facts (
    sha256 TEXT NOT NULL,
    key    TEXT NOT NULL,               -- of a project, of a department in a year (normalize/checks/form_facts.py)
    form_id TEXT NOT NULL,
    facts  TEXT NOT NULL                -- JSON
) STRICT;
CREATE INDEX IF NOT EXISTS form_facts_by_key ON form_facts (key, form_id);
CREATE INDEX IF NOT EXISTS form_facts_by_content ON form_facts (sha256);

CREATE TABLE IF NOT EXISTS facts_wanted (
    sha256 TEXT NOT NULL, key TEXT NOT NULL,
    PRIMARY KEY (sha256, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS parts (
    number   INTEGER PRIMARY KEY,       -- of the parts into which the contents are cut by hash
    inputs   TEXT NOT NULL,             -- hash of all that the part was made from
    form_ids TEXT NOT NULL,
    pdfs     TEXT NOT NULL,
    tally    TEXT NOT NULL,
    problems TEXT NOT NULL
) STRICT;

-- Counts what may change the results, so that a run that finds nothing new knows it.
INSERT OR IGNORE INTO facts VALUES ('changes', '0');
CREATE TRIGGER IF NOT EXISTS content_settled AFTER UPDATE OF settled ON contents BEGIN
    UPDATE facts SET value = value + 1 WHERE name = 'changes';
END;
CREATE TRIGGER IF NOT EXISTS content_gone AFTER DELETE ON contents WHEN old.settled IS NOT NULL BEGIN
    UPDATE facts SET value = value + 1 WHERE name = 'changes';
END;
CREATE TRIGGER IF NOT EXISTS input_changed AFTER UPDATE OF sha256, kind ON inputs
WHEN new.sha256 IS NOT old.sha256 OR new.kind IS NOT old.kind BEGIN
    UPDATE facts SET value = value + 1 WHERE name = 'changes';
END;
CREATE TRIGGER IF NOT EXISTS input_gone AFTER DELETE ON inputs BEGIN
    UPDATE facts SET value = value + 1 WHERE name = 'changes';
END;
