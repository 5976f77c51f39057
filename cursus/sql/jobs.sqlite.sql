-- name: job_take(kinds, lease, until, now)^
-- Begin the job that has waited longest among all tenants' due ones of these kinds (a JSON
-- list), or one whose run died: its lease has ended.
UPDATE jobs
SET state = 'running', lease = :lease, due_at = :until, attempts = attempts + 1, updated_at = :now
WHERE (tenant, id) = (
  SELECT tenant, id FROM jobs
  WHERE state IN ('queued', 'running') AND due_at <= :now
    AND kind IN (SELECT value FROM json_each(:kinds))
  ORDER BY due_at LIMIT 1
)
RETURNING *;

-- name: job_next_due(kinds)$
-- When the next job of these kinds (a JSON list) is due.
SELECT min(due_at) FROM jobs
WHERE state IN ('queued', 'running') AND kind IN (SELECT value FROM json_each(:kinds));
