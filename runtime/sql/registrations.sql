-- name: registration_insert(tenant, id, course_id, version, learner_id, learner_email, first_name, last_name, xapi_registration, tags, now)!
-- A new registration; a taken id raises Duplicate.
INSERT INTO registrations (tenant, id, course_id, version, learner_id, learner_email, first_name,
  last_name, xapi_registration, tags, created_at, updated_at)
VALUES (:tenant, :id, :course_id, :version, :learner_id, :learner_email, :first_name,
  :last_name, :xapi_registration, :tags, :now, :now);

-- name: registration_get(tenant, id)^
-- One registration, whole.
SELECT * FROM registrations WHERE tenant = :tenant AND id = :id;

-- name: registration_exists(tenant, id)$
-- 1 when there is such a registration.
SELECT 1 FROM registrations WHERE tenant = :tenant AND id = :id;

-- name: registration_delete(tenant, id)!
-- A registration with its run-time data, sessions and side records.
DELETE FROM registrations WHERE tenant = :tenant AND id = :id;

-- name: registrations_delete_of_course(tenant, course_id)!
-- All registrations of a course, with what belongs to them.
DELETE FROM registrations WHERE tenant = :tenant AND course_id = :course_id;

-- name: registrations_delete_of_version(tenant, course_id, version)!
-- All registrations of a version of a course, with what belongs to them.
DELETE FROM registrations
WHERE tenant = :tenant AND course_id = :course_id AND version = :version;

-- name: registrations_per_version(tenant, courses)
-- How many registrations each version of some courses (JSON list) has.
SELECT course_id, version, count(*) AS count FROM registrations
WHERE tenant = :tenant AND course_id IN (SELECT value FROM json_each(:courses))
GROUP BY course_id, version;

-- name: registrations_under_way(tenant, course_id, version)$
-- How many have begun a version of a course and not completed it.
SELECT count(*) FROM registrations
WHERE tenant = :tenant AND course_id = :course_id AND version = :version
  AND first_access_at IS NOT NULL AND completed_at IS NULL;

-- name: registrations_holding(tenant, course_id, version, activities)$
-- How many of those have run-time data of some activities (JSON list).
SELECT count(*) FROM registrations AS r
WHERE r.tenant = :tenant AND r.course_id = :course_id AND r.version = :version
  AND r.first_access_at IS NOT NULL AND r.completed_at IS NULL
  AND EXISTS (SELECT 1 FROM activity_data AS d WHERE d.tenant = r.tenant
    AND d.registration = r.id AND d.activity IN (SELECT value FROM json_each(:activities)));

-- name: activity_data_of_registration(tenant, registration)
-- The run-time data of every activity of an attempt.
SELECT activity, values_json FROM activity_data
WHERE tenant = :tenant AND registration = :registration;

-- The list is composed (cursus.storage.lists): the head, those of the conditions that were
-- asked for, and one order with its cursor. Everything stands after `WHERE tenant = :tenant`.

-- name: registrations_head(tenant)
-- Summary columns of the list; the state stays behind.
SELECT tenant, id, instance, course_id, version, learner_id, learner_email, first_name, last_name,
  xapi_registration, tags, created_at, updated_at, first_access_at, last_access_at, completed_at,
  completion, success, score, seconds, amount
FROM registrations WHERE tenant = :tenant

-- name: registrations_count(tenant)
-- How many registrations the conditions hold for.
SELECT count(*) FROM registrations WHERE tenant = :tenant

-- name: registrations_if_course(course_id)!
-- Condition: of one course.
AND course_id = :course_id

-- name: registrations_if_learner(learner_id)!
-- Condition: of one learner.
AND learner_id = :learner_id

-- name: registrations_if_tagged(tags)!
-- Condition: with at least one of the tags (JSON list).
AND EXISTS (SELECT 1 FROM json_each(registrations.tags) AS own
  JOIN json_each(:tags) AS asked ON asked.value = own.value)

-- name: registrations_if_updated_since(since)!
-- Condition: changed at or after a moment.
AND updated_at >= :since

-- name: registrations_if_updated_until(until)!
-- Condition: last changed at or before a moment.
AND updated_at <= :until

-- name: registrations_if_created_since(since)!
-- Condition: created at or after a moment.
AND created_at >= :since

-- name: registrations_if_created_until(until)!
-- Condition: created at or before a moment.
AND created_at <= :until

-- name: registrations_after_created_desc(at, id)!
-- Cursor of the order by creation, newest first.
AND (created_at, id) < (:at, :id)

-- name: registrations_after_created_asc(at, id)!
-- Cursor of the order by creation, oldest first.
AND (created_at, id) > (:at, :id)

-- name: registrations_after_updated_desc(at, id)!
-- Cursor of the order by change, newest first.
AND (updated_at, id) < (:at, :id)

-- name: registrations_after_updated_asc(at, id)!
-- Cursor of the order by change, oldest first.
AND (updated_at, id) > (:at, :id)

-- name: registrations_order_created_desc(limit)!
-- Order: newest first.
ORDER BY created_at DESC, id DESC LIMIT :limit

-- name: registrations_order_created_asc(limit)!
-- Order: oldest first.
ORDER BY created_at, id LIMIT :limit

-- name: registrations_order_updated_desc(limit)!
-- Order: last changed first.
ORDER BY updated_at DESC, id DESC LIMIT :limit

-- name: registrations_order_updated_asc(limit)!
-- Order: longest unchanged first.
ORDER BY updated_at, id LIMIT :limit
