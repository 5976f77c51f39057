-- The kernel's tables on SQLite. Times are microseconds since 1970-01-01T00:00:00Z.

-- The last stamp given out (Tx.stamp), so that stamps rise across restarts and clock jumps.
CREATE TABLE stamps (last INTEGER NOT NULL) STRICT;
INSERT INTO stamps (last) VALUES (0);

-- A tenant is a portal or a course owner's system; SCORM Cloud calls it an application.
CREATE TABLE tenants (
  id         TEXT    NOT NULL PRIMARY KEY,
  name       TEXT    NOT NULL,
  base_iri   TEXT    NOT NULL, -- its courses and learners are named below it; never changes
  portals    TEXT    NOT NULL DEFAULT '[]', -- JSON list of origins that may frame the player
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A key of a tenant. The secret is known to its holder only; here is its scrypt hash.
CREATE TABLE credentials (
  id          TEXT    NOT NULL PRIMARY KEY, -- the user name of HTTP Basic
  tenant      TEXT    NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  label       TEXT    NOT NULL,
  scopes      TEXT    NOT NULL,             -- separated by spaces
  secret_hash TEXT    NOT NULL,
  created_at  INTEGER NOT NULL,
  revoked_at  INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX credentials_of_tenant ON credentials (tenant);

-- Work that outlives a request: long tasks with progress, and messages to ourselves or others
-- that a unit of work leaves behind (the outbox). Taken by lease, tried again with backoff.
CREATE TABLE jobs (
  tenant      TEXT    NOT NULL,
  id          TEXT    NOT NULL,
  kind        TEXT    NOT NULL,
  state       TEXT    NOT NULL, -- queued, running, done, failed
  payload     TEXT    NOT NULL, -- JSON
  phase       TEXT    NOT NULL DEFAULT '',
  done_units  INTEGER NOT NULL DEFAULT 0, -- progress within the phase, e.g. bytes
  total_units INTEGER NOT NULL DEFAULT 0,
  result      TEXT,             -- JSON, when done or failed
  due_at      INTEGER NOT NULL, -- queued: when to begin; running: when the lease ends
  attempts    INTEGER NOT NULL DEFAULT 0, -- how often it was begun
  lease       TEXT,             -- running: the secret of the run that may write here
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX jobs_due ON jobs (due_at) WHERE state IN ('queued', 'running');
CREATE INDEX jobs_finished ON jobs (updated_at) WHERE state IN ('done', 'failed');
