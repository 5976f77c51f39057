-- The packager's tables on SQLite. Times are microseconds since 1970-01-01T00:00:00Z.

-- A course as a portal knows it; what it consists of is said by its versions.
CREATE TABLE courses (
  tenant       TEXT    NOT NULL,
  id           TEXT    NOT NULL, -- the portal's own
  own_title    TEXT,             -- given by the portal; else the newest version's title
  activity_iri TEXT    NOT NULL, -- the course as an xAPI activity, the same for all versions
  tags         TEXT    NOT NULL DEFAULT '[]', -- JSON list
  latest       INTEGER NOT NULL, -- number of the newest version
  created_at   INTEGER NOT NULL,
  updated_at   INTEGER NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX courses_created ON courses (tenant, created_at, id);
CREATE INDEX courses_updated ON courses (tenant, updated_at, id);

-- An uploaded package that learners play. Its objects are <tenant>/<sha256>.zip, .index and,
-- where has_overlay, .overlay.zip; versions of equal bytes share them.
CREATE TABLE course_versions (
  tenant        TEXT    NOT NULL,
  course_id     TEXT    NOT NULL,
  version       INTEGER NOT NULL, -- from 0
  label         TEXT    NOT NULL UNIQUE, -- name of its content origin
  title         TEXT    NOT NULL,
  standard      TEXT    NOT NULL, -- packager.model.Standard
  edition       TEXT,             -- packager.model.Edition
  sha256        TEXT    NOT NULL, -- of the upload, in hexadecimal digits
  archive_size  INTEGER NOT NULL, -- bytes of the upload
  has_overlay   INTEGER NOT NULL, -- 0, 1
  model_json    TEXT    NOT NULL, -- packager.model.Course
  findings_json TEXT    NOT NULL, -- list of findings in all languages
  job           TEXT    NOT NULL, -- the import that made it
  created_at    INTEGER NOT NULL,
  PRIMARY KEY (tenant, course_id, version),
  FOREIGN KEY (tenant, course_id) REFERENCES courses (tenant, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX course_versions_archive ON course_versions (tenant, sha256);
CREATE INDEX course_versions_job ON course_versions (tenant, job);

-- Who is at work on the objects of an archive: imports that will name them in a version, and the
-- removal that deletes them when nobody else does. An import begins where no removal holds, a
-- removal where no import holds and no version names the archive.
CREATE TABLE archive_holds (
  tenant TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  job    TEXT NOT NULL,
  kind   TEXT NOT NULL, -- import, remove
  PRIMARY KEY (tenant, sha256, job)
) STRICT, WITHOUT ROWID;
