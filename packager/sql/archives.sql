-- name: hold_insert(tenant, sha256, job, kind)!
-- Keep the objects of an archive for a job.
INSERT INTO archive_holds (tenant, sha256, job, kind) VALUES (:tenant, :sha256, :job, :kind)
ON CONFLICT DO NOTHING;

-- name: hold_delete(tenant, sha256, job)!
-- A job is done with the objects of an archive.
DELETE FROM archive_holds WHERE tenant = :tenant AND sha256 = :sha256 AND job = :job;

-- name: hold_of_removal(tenant, sha256)$
-- 1 while a removal deletes the objects of an archive.
SELECT 1 FROM archive_holds WHERE tenant = :tenant AND sha256 = :sha256 AND kind = 'remove';

-- name: archive_in_use(tenant, sha256)$
-- 1 when a version plays from an archive or an import is about to.
SELECT 1 FROM course_versions WHERE tenant = :tenant AND sha256 = :sha256
UNION ALL
SELECT 1 FROM archive_holds WHERE tenant = :tenant AND sha256 = :sha256 AND kind = 'import'
LIMIT 1;

-- name: holds_left_behind()
-- Holds of all tenants whose job has ended without letting go: it was given up.
SELECT tenant, sha256, job FROM archive_holds AS h WHERE NOT EXISTS (
  SELECT 1 FROM jobs WHERE jobs.tenant = h.tenant AND jobs.id = h.job
    AND jobs.state IN ('queued', 'running')
);

-- name: imports_waiting(tenant, link)
-- Judged imports of an import link that wait for somebody's word.
SELECT id FROM jobs WHERE tenant = :tenant AND kind = 'import' AND state = 'queued'
  AND result IS NOT NULL AND payload ->> 'decision' IS NULL
  AND payload -> 'terms' ->> 'link' = :link;

-- name: import_is_superseded(tenant, link, job, created_at)$
-- 1 when a later import of an import link waits or runs.
SELECT 1 FROM jobs WHERE tenant = :tenant AND kind = 'import' AND state IN ('queued', 'running')
  AND (created_at, id) > (:created_at, :job) AND payload -> 'terms' ->> 'link' = :link LIMIT 1;

-- name: import_is_live(tenant, job)$
-- 1 while an import waits or runs.
SELECT 1 FROM jobs WHERE tenant = :tenant AND id = :job AND state IN ('queued', 'running');
