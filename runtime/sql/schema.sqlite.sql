-- The run-time's tables on SQLite. Times are microseconds since 1970-01-01T00:00:00Z.

-- A learner's enrolment in one version of a course: what it has come to (the columns that lists
-- and grades read), and the attempt's state as it stands.
-- Whoever changes a row raises its revision: the attempt is worked out in memory against one
-- revision, and its unit of work is refused when another got there first.
CREATE TABLE registrations (
  tenant            TEXT    NOT NULL,
  id                TEXT    NOT NULL, -- chosen by the portal
  instance          INTEGER NOT NULL DEFAULT 0,
  course_id         TEXT    NOT NULL,
  version           INTEGER NOT NULL, -- of the course
  learner_id        TEXT    NOT NULL, -- chosen by the portal
  learner_email     TEXT,
  first_name        TEXT    NOT NULL DEFAULT '',
  last_name         TEXT    NOT NULL DEFAULT '',
  xapi_registration TEXT    NOT NULL, -- UUID
  tags              TEXT    NOT NULL DEFAULT '[]', -- JSON list of strings
  created_at        INTEGER NOT NULL,
  updated_at        INTEGER NOT NULL,
  first_access_at   INTEGER, -- the player's page was opened
  last_access_at    INTEGER,
  completed_at      INTEGER, -- completion first became COMPLETED
  completion        TEXT    NOT NULL DEFAULT 'UNKNOWN' CHECK (completion IN ('UNKNOWN', 'INCOMPLETE', 'COMPLETED')),
  success           TEXT    NOT NULL DEFAULT 'UNKNOWN' CHECK (success IN ('UNKNOWN', 'PASSED', 'FAILED')),
  score             REAL,    -- -1..1
  seconds           REAL    NOT NULL DEFAULT 0, -- the sum of the session times that content reported
  amount            REAL,    -- 0..1, how much of the course is done
  revision          INTEGER NOT NULL DEFAULT 0,
  epoch             INTEGER NOT NULL DEFAULT 0, -- raised each time the player's page opens
  seq               INTEGER NOT NULL DEFAULT 0, -- last change set applied in this epoch
  written_epoch     INTEGER NOT NULL DEFAULT 0, -- where the attempt was last written to:
  written_seq       INTEGER NOT NULL DEFAULT 0, -- what a recovered outbox must follow on
  state             TEXT,    -- JSON: sequencing and tracking (runtime.sequencing.state); NULL before the first delivery
  PRIMARY KEY (tenant, id)
) STRICT;
CREATE INDEX registrations_by_created ON registrations (tenant, created_at, id);
CREATE INDEX registrations_by_updated ON registrations (tenant, updated_at, id);
CREATE INDEX registrations_of_course ON registrations (tenant, course_id, created_at, id);
CREATE INDEX registrations_of_learner ON registrations (tenant, learner_id, created_at, id);

-- The run-time data of one activity within an attempt.
CREATE TABLE activity_data (
  tenant       TEXT    NOT NULL,
  registration TEXT    NOT NULL,
  activity     TEXT    NOT NULL, -- identifier in the course model
  values_json  TEXT    NOT NULL, -- JSON: element -> value (runtime.cmi)
  PRIMARY KEY (tenant, registration, activity),
  FOREIGN KEY (tenant, registration) REFERENCES registrations (tenant, id) ON DELETE CASCADE
) STRICT;

-- The right to play and to commit, given out by an exchanged launch link. Only a hash of the
-- token is kept: a copy of the database opens no attempt.
CREATE TABLE sessions (
  token_hash   BLOB    NOT NULL PRIMARY KEY, -- SHA-256
  tenant       TEXT    NOT NULL,
  registration TEXT    NOT NULL,
  exit_url     TEXT,             -- where the learner goes at the end; NULL: nowhere
  exit_way     TEXT    NOT NULL, -- url, closer, blank, message
  embed_origin TEXT,             -- the page that may hear the player's messages
  culture      TEXT,             -- language asked for by the portal
  start_sco    TEXT,             -- activity to deliver first
  tracking     INTEGER NOT NULL, -- 0: results do not count
  created_at   INTEGER NOT NULL,
  expires_at   INTEGER NOT NULL,
  FOREIGN KEY (tenant, registration) REFERENCES registrations (tenant, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_of_registration ON sessions (tenant, registration);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- What came too late to count: change sets of an earlier epoch, kept as they arrived.
CREATE TABLE side_records (
  tenant       TEXT    NOT NULL,
  registration TEXT    NOT NULL,
  epoch        INTEGER NOT NULL, -- the epoch they were made in
  digest       BLOB    NOT NULL, -- SHA-256 of the body: a repeated request adds nothing
  body         TEXT    NOT NULL, -- JSON list of change sets
  size         INTEGER NOT NULL, -- of the body, bytes
  received_at  INTEGER NOT NULL,
  PRIMARY KEY (tenant, registration, epoch, digest),
  FOREIGN KEY (tenant, registration) REFERENCES registrations (tenant, id) ON DELETE CASCADE
) STRICT;
