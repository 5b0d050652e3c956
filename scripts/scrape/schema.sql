-- The ledger of one store. Everything in it can be made again from the WARC files (see recover.py).
CREATE TABLE IF NOT EXISTS address (
    seq INTEGER PRIMARY KEY,             -- order of discovery
    key TEXT NOT NULL UNIQUE,            -- addresses.identity, or a postback's key
    url TEXT NOT NULL,                   -- as asked for
    form TEXT,                           -- body of a postback, NULL for a GET
    via TEXT NOT NULL DEFAULT '',        -- where it was first found
    pattern TEXT NOT NULL DEFAULT '',
    family TEXT NOT NULL DEFAULT '',     -- addresses.family_of, empty for articles and postbacks
    parent TEXT NOT NULL DEFAULT '',     -- pattern of the page it was first found on
    parent_family TEXT NOT NULL DEFAULT '',
    kin INTEGER NOT NULL DEFAULT 0,      -- 1: a page of the same shape or family led here, directly or not
    article TEXT NOT NULL DEFAULT '',    -- addresses.article_of
    hops INTEGER NOT NULL DEFAULT 0,     -- redirects that led here
    state TEXT NOT NULL DEFAULT 'waiting',   -- waiting parked stored not-modified refused failed
    reason TEXT NOT NULL DEFAULT '',     -- a key of reasons.REASONS, or http-NNN
    detail TEXT NOT NULL DEFAULT '',
    http INTEGER NOT NULL DEFAULT 0,     -- status of the last answer
    same_as TEXT NOT NULL DEFAULT '',    -- the address a duplicate or a redirect leads to
    attempts INTEGER NOT NULL DEFAULT 0, -- in this pass
    not_before REAL NOT NULL DEFAULT 0,  -- seconds since 1970
    suspect TEXT NOT NULL DEFAULT '',    -- digest of an answer that seemed to end too early
    etag TEXT NOT NULL DEFAULT '',       -- of the last stored answer, as the rest
    modified TEXT NOT NULL DEFAULT '',
    digest TEXT NOT NULL DEFAULT '',     -- sha256 of the decoded body; not empty: there is a good record
    payload_digest TEXT NOT NULL DEFAULT '',  -- as the record has it
    stored_url TEXT NOT NULL DEFAULT '',
    date TEXT NOT NULL DEFAULT '',
    file TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS by_state ON address (state, attempts, seq);
CREATE INDEX IF NOT EXISTS by_time ON address (state, not_before);
CREATE INDEX IF NOT EXISTS by_article ON address (article) WHERE article != '';
CREATE INDEX IF NOT EXISTS by_digest ON address (digest) WHERE digest != '';
CREATE INDEX IF NOT EXISTS by_pattern ON address (pattern, state);
CREATE INDEX IF NOT EXISTS by_family ON address (family, state) WHERE family != '';
-- Shapes, and families as *name. hits: pages that arrived; credits: new ones among them or found through them;
-- barren: hits since a credit; dead: failures since a page; closed: 1 when the budget is used up
CREATE TABLE IF NOT EXISTS pattern (
    name TEXT PRIMARY KEY,
    hits INTEGER NOT NULL DEFAULT 0,
    credits INTEGER NOT NULL DEFAULT 0,
    barren INTEGER NOT NULL DEFAULT 0,
    dead INTEGER NOT NULL DEFAULT 0,
    closed INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS block (mark INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS article_text (mark INTEGER PRIMARY KEY, key TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS file (name TEXT PRIMARY KEY, size INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
PRAGMA user_version = 2;
