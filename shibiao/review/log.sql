-- The record of decisions. `text` is an entry as it is hashed (chain.py); the columns made of it are there to find it by
-- and cannot say anything else than it does. Nothing is ever changed, removed, or put anywhere but behind the last entry.
CREATE TABLE IF NOT EXISTS beginning (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    text TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS entries (
    number      INTEGER PRIMARY KEY,
    text        TEXT NOT NULL,
    previous    TEXT NOT NULL,
    hash        TEXT NOT NULL,
    form_id     TEXT AS (json_extract(text, '$.form_id')) VIRTUAL,
    table_name  TEXT AS (json_extract(text, '$.table')) VIRTUAL,
    row_key     TEXT AS (json_extract(text, '$.row')) VIRTUAL,
    column_name TEXT AS (json_extract(text, '$.column')) VIRTUAL
) STRICT;
CREATE INDEX IF NOT EXISTS entries_by_place ON entries (form_id, table_name, row_key, column_name, number);

CREATE TRIGGER IF NOT EXISTS entries_stay BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER IF NOT EXISTS entries_are_kept BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
-- REPLACE deletes without asking the trigger above: it never comes so far.
CREATE TRIGGER IF NOT EXISTS entries_follow BEFORE INSERT ON entries
WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM entries)
  OR NEW.number > 1 AND NEW.previous IS NOT (SELECT hash FROM entries ORDER BY number DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'an entry follows the last one'); END;

CREATE TRIGGER IF NOT EXISTS beginning_stays BEFORE UPDATE ON beginning
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER IF NOT EXISTS beginning_is_kept BEFORE DELETE ON beginning
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER IF NOT EXISTS beginning_is_one BEFORE INSERT ON beginning
WHEN EXISTS (SELECT 1 FROM beginning)
BEGIN SELECT RAISE(ABORT, 'the log has begun'); END;
