-- The learning record store's tables on SQLite.
--
-- `tenant` is here the small number that statement_tenants gives a tenant: it stands in every
-- row of the largest tables. `stored` is microseconds since 1970-01-01T00:00:00Z from Tx.stamp,
-- strictly rising per tenant in the order of commit: the sequence, the page cursor, the feed.

CREATE TABLE statement_tenants (
  number INTEGER NOT NULL PRIMARY KEY,
  tenant TEXT    NOT NULL UNIQUE
) STRICT;

-- Append-only; only `voided` ever changes.
CREATE TABLE statements (
  tenant INTEGER NOT NULL,
  stored INTEGER NOT NULL,
  id     BLOB    NOT NULL,           -- 16 bytes of the UUID
  voided INTEGER NOT NULL DEFAULT 0, -- 1: a voiding statement targets it
  json   BLOB    NOT NULL,           -- UTF-8, the bytes as they came plus what an LRS adds
  PRIMARY KEY (tenant, stored),
  UNIQUE (tenant, id)
) STRICT;

-- What statements are searched by, said once: agents, verbs, activities, registrations.
CREATE TABLE statement_terms (
  id     INTEGER NOT NULL PRIMARY KEY,
  tenant INTEGER NOT NULL,
  value  TEXT    NOT NULL, -- a letter for the kind, then the identifier (lrs.terms)
  UNIQUE (tenant, value)
) STRICT;

-- The search index: which statements a term finds. A statement that refers to another
-- (StatementRef) has its target's rows too, so that every filter is one range of this table.
CREATE TABLE statement_relations (
  tenant INTEGER NOT NULL,
  term   INTEGER NOT NULL,
  usage  INTEGER NOT NULL, -- lrs.terms.Usage: 0 the plain filter, 1 the related one
  stored INTEGER NOT NULL,
  PRIMARY KEY (tenant, term, usage, stored)
) STRICT, WITHOUT ROWID;

-- Which statements refer to which, whether the target is here or not yet.
CREATE TABLE statement_references (
  tenant INTEGER NOT NULL,
  target BLOB    NOT NULL, -- id of the statement referred to
  stored INTEGER NOT NULL, -- of the statement that refers
  voids  INTEGER NOT NULL, -- 1: it voids the target
  PRIMARY KEY (tenant, target, stored)
) STRICT, WITHOUT ROWID;
