-- name: job_enqueue(tenant, id, kind, payload, due_at, now)!
-- Leave work behind, in the unit that makes it necessary.
INSERT INTO jobs (tenant, id, kind, state, payload, due_at, created_at, updated_at)
VALUES (:tenant, :id, :kind, 'queued', :payload, :due_at, :now, :now);

-- name: job_get(tenant, id)^
-- One job.
SELECT * FROM jobs WHERE tenant = :tenant AND id = :id;

-- name: job_beat(tenant, id, lease, due_at, phase, done_units, total_units, now)!
-- Prolong a run's lease and say how far it is; touches nothing when the lease was lost.
UPDATE jobs
SET due_at = :due_at, phase = :phase, done_units = :done_units, total_units = :total_units,
    updated_at = :now
WHERE tenant = :tenant AND id = :id AND lease = :lease;

-- name: job_finish(tenant, id, lease, state, result, phase, done_units, total_units, now)!
-- End a run for good, done or failed.
UPDATE jobs
SET state = :state, result = :result, lease = NULL, phase = :phase, done_units = :done_units,
    total_units = :total_units, updated_at = :now
WHERE tenant = :tenant AND id = :id AND lease = :lease;

-- name: job_requeue(tenant, id, lease, due_at, attempts, now)!
-- End a run that is to begin again.
UPDATE jobs
SET state = 'queued', lease = NULL, due_at = :due_at, attempts = :attempts, updated_at = :now
WHERE tenant = :tenant AND id = :id AND lease = :lease;

-- name: job_wait(tenant, id, lease, due_at, result, phase, done_units, total_units, now)!
-- End a run whose job waits for somebody's word, at most until it is due; its tries begin anew.
UPDATE jobs
SET state = 'queued', lease = NULL, due_at = :due_at, attempts = 0, result = :result,
    phase = :phase, done_units = :done_units, total_units = :total_units, updated_at = :now
WHERE tenant = :tenant AND id = :id AND lease = :lease;

-- name: job_resume(tenant, id, payload, now)!
-- Let a job that waits go on now; touches nothing when it does not wait.
UPDATE jobs SET payload = :payload, due_at = :now, updated_at = :now
WHERE tenant = :tenant AND id = :id AND state = 'queued' AND result IS NOT NULL;

-- name: job_sweep(before, count)!
-- Forget jobs of all tenants that ended long ago, a bounded number at a time.
DELETE FROM jobs WHERE (tenant, id) IN (
  SELECT tenant, id FROM jobs
  WHERE state IN ('done', 'failed') AND updated_at < :before ORDER BY updated_at LIMIT :count
);
