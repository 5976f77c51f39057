-- name: job_get(tenant, id)^
-- One job.
SELECT * FROM jobs WHERE tenant = :tenant AND id = :id;
