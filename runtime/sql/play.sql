-- name: registration_course(tenant, id)^
-- Which course version a registration is for.
SELECT course_id, version FROM registrations WHERE tenant = :tenant AND id = :id;

-- name: session_insert(token_hash, tenant, registration, exit_way, exit_url, embed_origin, culture, start_sco, tracking, now, expires_at)!
-- A new session.
INSERT INTO sessions (token_hash, tenant, registration, exit_way, exit_url, embed_origin, culture,
  start_sco, tracking, created_at, expires_at)
VALUES (:token_hash, :tenant, :registration, :exit_way, :exit_url, :embed_origin, :culture,
  :start_sco, :tracking, :now, :expires_at);

-- name: session_get(token_hash, now)^
-- A session that has not expired, by the hash of its token; it names its tenant.
SELECT s.*, r.created_at AS registered_at
FROM sessions s JOIN registrations r ON r.tenant = s.tenant AND r.id = s.registration
WHERE s.token_hash = :token_hash AND s.expires_at > :now;

-- name: session_prolong(token_hash, expires_at)!
-- A used session lives on.
UPDATE sessions SET expires_at = :expires_at WHERE token_hash = :token_hash;

-- name: sessions_sweep(now)!
-- Some sessions that have expired; a few at each new one keep the table small.
DELETE FROM sessions WHERE token_hash IN
  (SELECT token_hash FROM sessions WHERE expires_at <= :now LIMIT 10);

-- name: attempt_get(tenant, id)^
-- An attempt as it stands.
SELECT course_id, version, learner_id, first_name, last_name, xapi_registration, created_at, updated_at,
  first_access_at, completed_at, completion, success, score, seconds, amount, revision, epoch, seq,
  written_epoch, written_seq, state
FROM registrations WHERE tenant = :tenant AND id = :id;

-- name: attempt_update(tenant, id, revision, epoch, seq, written_epoch, written_seq, state, completion, success, score, seconds, amount, completed_at, first_access_at, now)!
-- An attempt as it has become, provided nobody changed it meanwhile.
UPDATE registrations SET revision = revision + 1, epoch = :epoch, seq = :seq,
  written_epoch = :written_epoch, written_seq = :written_seq, state = :state,
  completion = :completion, success = :success, score = :score, seconds = :seconds,
  amount = :amount, completed_at = :completed_at, first_access_at = :first_access_at,
  last_access_at = :now, updated_at = :now
WHERE tenant = :tenant AND id = :id AND revision = :revision;

-- name: activity_data_put(tenant, registration, activity, values_json)!
-- The run-time data of one activity, in place of what was there.
INSERT INTO activity_data (tenant, registration, activity, values_json)
VALUES (:tenant, :registration, :activity, :values_json)
ON CONFLICT (tenant, registration, activity) DO UPDATE SET values_json = excluded.values_json;

-- name: side_record_insert(tenant, registration, epoch, digest, body, size, now, most)!
-- Change sets that came too late to count; the same ones again add nothing, nor does a flood.
INSERT INTO side_records (tenant, registration, epoch, digest, body, size, received_at)
SELECT :tenant, :registration, :epoch, :digest, :body, :size, :now
WHERE EXISTS (SELECT 1 FROM registrations WHERE tenant = :tenant AND id = :registration)
  AND (SELECT coalesce(sum(size), 0) FROM side_records
    WHERE tenant = :tenant AND registration = :registration) < :most
ON CONFLICT (tenant, registration, epoch, digest) DO NOTHING;

-- name: tenant_portals(tenant)$
-- Which origins may frame a tenant's player (JSON list).
SELECT portals FROM tenants WHERE id = :tenant;
