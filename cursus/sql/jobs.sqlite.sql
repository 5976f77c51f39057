-- name: job_take(kinds, lease, until, now)^
-- Begin a due job of these kinds (a JSON list), or one whose run died: its lease has ended. Of the
-- 500 that have waited longest it is one of the tenant that has the fewest runs under way, so that
-- who uploads a hundred packages does not keep everybody else waiting.
UPDATE jobs
SET state = 'running', lease = :lease, due_at = :until, attempts = attempts + 1, updated_at = :now
WHERE (tenant, id) = (
  SELECT due.tenant, due.id FROM (
    SELECT tenant, id, due_at FROM jobs
    WHERE state IN ('queued', 'running') AND due_at <= :now
      AND kind IN (SELECT value FROM json_each(:kinds))
    ORDER BY due_at LIMIT 500
  ) AS due LEFT JOIN (
    SELECT tenant, count(*) AS runs FROM jobs
    WHERE state IN ('queued', 'running') AND due_at > :now AND lease IS NOT NULL
    GROUP BY tenant
  ) AS busy ON busy.tenant = due.tenant
  ORDER BY coalesce(busy.runs, 0), due.due_at LIMIT 1
)
RETURNING *;

-- name: job_next_due(kinds)$
-- When the next job of these kinds (a JSON list) is due.
SELECT min(due_at) FROM jobs
WHERE state IN ('queued', 'running') AND kind IN (SELECT value FROM json_each(:kinds));
