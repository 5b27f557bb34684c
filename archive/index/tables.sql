CREATE TABLE IF NOT EXISTS portals (
    portal TEXT PRIMARY KEY, organ TEXT NOT NULL, adcode TEXT NOT NULL, family TEXT NOT NULL,
    seeds TEXT NOT NULL, first_year INTEGER NOT NULL, expected_minimum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS crawls (
    crawl_id TEXT PRIMARY KEY, portal TEXT REFERENCES portals (portal), started TEXT, software TEXT,
    finished TEXT,
    outcome TEXT CHECK (outcome IN ('complete', 'short', 'empty', 'blocked', 'failed')),
    detail TEXT, pages INTEGER, reports INTEGER, years TEXT, connect_to TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS warc_files (file TEXT PRIMARY KEY, size INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS captures (
    capture_id TEXT PRIMARY KEY, url TEXT NOT NULL, captured_at TEXT NOT NULL,
    warc_type TEXT NOT NULL CHECK (warc_type IN ('response', 'resource', 'revisit')),
    status INTEGER, content_type TEXT, size INTEGER NOT NULL, payload_digest TEXT, truncated TEXT,
    refers_to TEXT,
    crawl_id TEXT REFERENCES crawls (crawl_id), kind TEXT CHECK (kind IN ('report', 'attachment')),
    via TEXT, anchor_text TEXT, expected_year INTEGER,
    file TEXT NOT NULL REFERENCES warc_files (file), offset INTEGER NOT NULL, length INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS captures_url ON captures (url, captured_at);
CREATE INDEX IF NOT EXISTS captures_attached ON captures (file) WHERE kind = 'attachment';
CREATE INDEX IF NOT EXISTS captures_unmarked ON captures (file) WHERE kind IS NULL;
CREATE INDEX IF NOT EXISTS captures_revisits ON captures (refers_to) WHERE warc_type = 'revisit';
CREATE INDEX IF NOT EXISTS captures_via ON captures (via) WHERE kind = 'attachment';
CREATE TABLE IF NOT EXISTS organs (
    organ_id TEXT PRIMARY KEY, name TEXT NOT NULL, adcode TEXT, level TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('government', 'department')),
    province TEXT, city TEXT, county TEXT, department TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS organs_adcode ON organs (adcode);
CREATE TABLE IF NOT EXISTS reports (
    report_id TEXT PRIMARY KEY, organ_id TEXT REFERENCES organs (organ_id), report_year INTEGER,
    version_id TEXT NOT NULL REFERENCES report_versions (version_id) DEFERRABLE INITIALLY DEFERRED,
    title TEXT, form TEXT NOT NULL, url TEXT NOT NULL, published_on TEXT, due_on TEXT, days_late INTEGER,
    figures INTEGER NOT NULL, checks_passed INTEGER NOT NULL, checks_failed INTEGER NOT NULL,
    versions INTEGER NOT NULL, copies INTEGER NOT NULL, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS reports_organ ON reports (organ_id, report_year);
CREATE INDEX IF NOT EXISTS reports_seen ON reports (first_seen);
CREATE INDEX IF NOT EXISTS reports_failed ON reports (checks_failed) WHERE checks_failed > 0;
CREATE TABLE IF NOT EXISTS report_versions (
    number INTEGER PRIMARY KEY, version_id TEXT NOT NULL UNIQUE, report_id TEXT NOT NULL, organ_id TEXT,
    title TEXT, organ TEXT, adcode TEXT, level TEXT, province TEXT, city TEXT, county TEXT, form TEXT NOT NULL,
    report_year INTEGER, published_on TEXT, index_number TEXT, document_number TEXT, sections TEXT NOT NULL,
    characters INTEGER NOT NULL, figures INTEGER NOT NULL,
    checks_passed INTEGER NOT NULL, checks_failed INTEGER NOT NULL, checks_undetermined INTEGER NOT NULL,
    read_from TEXT NOT NULL REFERENCES captures (capture_id), text BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS report_versions_report ON report_versions (report_id);
CREATE INDEX IF NOT EXISTS report_versions_organ ON report_versions (organ_id);
CREATE TABLE IF NOT EXISTS readings (
    capture_id TEXT PRIMARY KEY REFERENCES captures (capture_id) ON DELETE CASCADE,
    outcome TEXT NOT NULL CHECK (outcome IN ('report', 'not_a_report', 'unreadable', 'same_as')),
    version_id TEXT REFERENCES report_versions (version_id) DEFERRABLE INITIALLY DEFERRED,
    published_on TEXT, attachments TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS readings_version ON readings (version_id);
CREATE TABLE IF NOT EXISTS layouts (layout TEXT PRIMARY KEY, title TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS layout_keys (
    layout TEXT NOT NULL REFERENCES layouts (layout), position INTEGER NOT NULL, key TEXT NOT NULL, unit TEXT,
    PRIMARY KEY (layout, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS layout_keys_key ON layout_keys (key);
CREATE TABLE IF NOT EXISTS cell_maps (cell_map TEXT PRIMARY KEY, cells TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS figure_sets (
    version_id TEXT NOT NULL REFERENCES report_versions (version_id) ON DELETE CASCADE,
    layout TEXT NOT NULL REFERENCES layouts (layout), numbers TEXT NOT NULL, statuses TEXT NOT NULL,
    raw TEXT, candidates TEXT, units TEXT, cell_map TEXT REFERENCES cell_maps (cell_map),
    PRIMARY KEY (version_id, layout)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS check_texts (
    check_text TEXT PRIMARY KEY, check_id TEXT NOT NULL, expression TEXT NOT NULL, cells TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS check_lists (
    check_list TEXT NOT NULL, position INTEGER NOT NULL,
    check_text TEXT NOT NULL REFERENCES check_texts (check_text),
    PRIMARY KEY (check_list, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS check_sets (
    version_id TEXT PRIMARY KEY REFERENCES report_versions (version_id) ON DELETE CASCADE,
    check_list TEXT NOT NULL, outcomes TEXT NOT NULL, lefts TEXT NOT NULL, rights TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS attachments (
    capture_id TEXT NOT NULL REFERENCES captures (capture_id) ON DELETE CASCADE, position INTEGER NOT NULL,
    url TEXT NOT NULL, name TEXT NOT NULL, file_capture_id TEXT,
    PRIMARY KEY (capture_id, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS issues (
    issue_id TEXT PRIMARY KEY, stage TEXT NOT NULL, code TEXT NOT NULL, detail TEXT NOT NULL,
    capture_id TEXT, report_id TEXT, file TEXT, offset INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS issues_capture ON issues (capture_id);
CREATE INDEX IF NOT EXISTS issues_report ON issues (report_id) WHERE report_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS issues_code ON issues (code);
CREATE TABLE IF NOT EXISTS headlines (
    report_id TEXT PRIMARY KEY REFERENCES reports (report_id) ON DELETE CASCADE,
    received ANY, carried_in ANY, handled ANY, carried_out ANY, granted ANY, partial ANY, denied ANY,
    unavailable ANY, not_held ANY, not_processed ANY, other ANY, reviews ANY, reviews_corrected ANY,
    lawsuits ANY, lawsuits_corrected ANY
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reuse_bands (
    hash INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (hash, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS dictionaries (name TEXT PRIMARY KEY, words BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS report_search USING fts5 (
    words, content = '', tokenize = "unicode61 remove_diacritics 0"
);
CREATE TABLE IF NOT EXISTS year_check_sets (
    report_id TEXT PRIMARY KEY REFERENCES reports (report_id) ON DELETE CASCADE,
    previous_report_id TEXT NOT NULL REFERENCES reports (report_id) ON DELETE CASCADE,
    check_list TEXT NOT NULL, outcomes TEXT NOT NULL, lefts TEXT NOT NULL, rights TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS year_check_sets_previous ON year_check_sets (previous_report_id);
CREATE INDEX IF NOT EXISTS year_check_sets_failed ON year_check_sets (report_id) WHERE outcomes GLOB '*f*';
CREATE TABLE IF NOT EXISTS search_rows (
    number INTEGER PRIMARY KEY REFERENCES report_versions (number) ON DELETE CASCADE,
    report_id TEXT NOT NULL, report_year INTEGER, present INTEGER NOT NULL CHECK (present IN (0, 1))
) STRICT;
