-- name: course_latest(tenant, id)^
-- The newest version of a course: its number and its archive.
SELECT v.version, v.sha256
FROM courses AS c JOIN course_versions AS v
  ON v.tenant = c.tenant AND v.course_id = c.id AND v.version = c.latest
WHERE c.tenant = :tenant AND c.id = :id;

-- name: course_insert(tenant, id, activity_iri, tags, now)!
-- A new course, to which version 0 is added in the same unit.
INSERT INTO courses (tenant, id, activity_iri, tags, latest, created_at, updated_at)
VALUES (:tenant, :id, :activity_iri, :tags, 0, :now, :now);

-- name: course_advance(tenant, id, latest, now)!
-- A newer version is the newest from now on.
UPDATE courses SET latest = :latest, updated_at = :now WHERE tenant = :tenant AND id = :id;

-- name: course_set_tags(tenant, id, tags)!
-- Other tags.
UPDATE courses SET tags = :tags WHERE tenant = :tenant AND id = :id;

-- name: course_set_title(tenant, id, title, now)!
-- What the portal calls the course.
UPDATE courses SET own_title = :title, updated_at = :now WHERE tenant = :tenant AND id = :id;

-- name: course_delete(tenant, id)!
-- A course with all its versions; their objects are removed by jobs.
DELETE FROM courses WHERE tenant = :tenant AND id = :id;

-- name: version_insert(tenant, course_id, version, label, title, standard, edition, sha256, archive_size, has_overlay, model_json, findings_json, job, now)!
-- A new version of a course.
INSERT INTO course_versions (tenant, course_id, version, label, title, standard, edition, sha256,
  archive_size, has_overlay, model_json, findings_json, job, created_at)
VALUES (:tenant, :course_id, :version, :label, :title, :standard, :edition, :sha256,
  :archive_size, :has_overlay, :model_json, :findings_json, :job, :now);

-- name: version_get(tenant, course_id, version)^
-- One version with everything.
SELECT v.*, c.own_title, c.activity_iri, c.tags, c.updated_at
FROM course_versions AS v JOIN courses AS c ON c.tenant = v.tenant AND c.id = v.course_id
WHERE v.tenant = :tenant AND v.course_id = :course_id AND v.version = :version;

-- name: version_get_latest(tenant, course_id)^
-- The newest version of a course with everything.
SELECT v.*, c.own_title, c.activity_iri, c.tags, c.updated_at
FROM courses AS c JOIN course_versions AS v
  ON v.tenant = c.tenant AND v.course_id = c.id AND v.version = c.latest
WHERE c.tenant = :tenant AND c.id = :course_id;

-- name: version_get_by_label(label)^
-- The version whose content origin has this name, of whichever tenant: the name is the key.
SELECT v.*, c.own_title, c.activity_iri, c.tags, c.updated_at
FROM course_versions AS v JOIN courses AS c ON c.tenant = v.tenant AND c.id = v.course_id
WHERE v.label = :label;

-- name: version_get_by_job(tenant, job)^
-- The version that an import made.
SELECT v.*, c.own_title, c.activity_iri, c.tags, c.updated_at
FROM course_versions AS v JOIN courses AS c ON c.tenant = v.tenant AND c.id = v.course_id
WHERE v.tenant = :tenant AND v.job = :job;

-- name: versions_of_course(tenant, course_id)
-- Every version of a course, oldest first, without what is large.
SELECT v.tenant, v.course_id, v.version, v.label, v.title, v.standard, v.edition, v.sha256,
  v.archive_size, v.has_overlay, v.created_at, c.own_title, c.activity_iri, c.tags, c.updated_at
FROM course_versions AS v JOIN courses AS c ON c.tenant = v.tenant AND c.id = v.course_id
WHERE v.tenant = :tenant AND v.course_id = :course_id ORDER BY v.version;

-- name: versions_named(tenant, versions)
-- The versions named by a JSON list of [course, version], without what is large.
SELECT v.tenant, v.course_id, v.version, v.label, v.title, v.standard, v.edition, v.sha256,
  v.archive_size, v.has_overlay, v.created_at, c.own_title, c.activity_iri, c.tags, c.updated_at
FROM json_each(:versions) AS named
JOIN course_versions AS v ON v.tenant = :tenant AND v.course_id = named.value ->> 0
  AND v.version = named.value ->> 1
JOIN courses AS c ON c.tenant = v.tenant AND c.id = v.course_id;

-- name: version_exists(tenant, course_id, version)$
-- 1 when there is such a version.
SELECT 1 FROM course_versions
WHERE tenant = :tenant AND course_id = :course_id AND version = :version;

-- name: version_origin(tenant, course_id, version)^
-- The content origin of a version and the archive that it plays from.
SELECT label, sha256 FROM course_versions
WHERE tenant = :tenant AND course_id = :course_id AND version = :version;

-- name: version_newest_beside(tenant, course_id, version)$
-- The newest of a course's other versions.
SELECT max(version) FROM course_versions
WHERE tenant = :tenant AND course_id = :course_id AND version <> :version;

-- name: version_delete(tenant, course_id, version)!
-- One version; its objects are removed by a job.
DELETE FROM course_versions
WHERE tenant = :tenant AND course_id = :course_id AND version = :version;

-- name: origins_of_course(tenant, course_id)
-- The content origins of a course's versions and the archives that they play from.
SELECT label, sha256 FROM course_versions WHERE tenant = :tenant AND course_id = :course_id;

-- The list is composed (cursus.storage.lists): the head, the conditions that were asked for, and
-- one order with its cursor.

-- name: courses_head(tenant)
-- The newest version of each course, without what is large.
SELECT v.tenant, v.course_id, v.version, v.label, v.title, v.standard, v.edition, v.sha256,
  v.archive_size, v.has_overlay, v.created_at AS version_created_at, c.own_title, c.activity_iri,
  c.tags, c.created_at, c.updated_at
FROM courses AS c JOIN course_versions AS v
  ON v.tenant = c.tenant AND v.course_id = c.id AND v.version = c.latest
WHERE c.tenant = :tenant

-- name: courses_count(tenant)
-- How many courses the conditions hold for.
SELECT count(*) FROM courses AS c WHERE c.tenant = :tenant

-- name: courses_if_tagged(tags)!
-- Condition: with at least one of the tags (JSON list).
AND EXISTS (SELECT 1 FROM json_each(c.tags) AS own
  JOIN json_each(:tags) AS asked ON asked.value = own.value)

-- name: courses_if_updated_since(since)!
-- Condition: changed at or after a moment.
AND c.updated_at >= :since

-- name: courses_if_updated_until(until)!
-- Condition: last changed at or before a moment.
AND c.updated_at <= :until

-- name: courses_if_created_since(since)!
-- Condition: created at or after a moment.
AND c.created_at >= :since

-- name: courses_if_created_until(until)!
-- Condition: created at or before a moment.
AND c.created_at <= :until

-- name: courses_after_created_desc(at, id)!
-- Cursor of the order by creation, newest first.
AND (c.created_at, c.id) < (:at, :id)

-- name: courses_after_created_asc(at, id)!
-- Cursor of the order by creation, oldest first.
AND (c.created_at, c.id) > (:at, :id)

-- name: courses_after_updated_desc(at, id)!
-- Cursor of the order by change, newest first.
AND (c.updated_at, c.id) < (:at, :id)

-- name: courses_after_updated_asc(at, id)!
-- Cursor of the order by change, oldest first.
AND (c.updated_at, c.id) > (:at, :id)

-- name: courses_order_created_desc(limit)!
-- Order: newest first.
ORDER BY c.created_at DESC, c.id DESC LIMIT :limit

-- name: courses_order_created_asc(limit)!
-- Order: oldest first.
ORDER BY c.created_at, c.id LIMIT :limit

-- name: courses_order_updated_desc(limit)!
-- Order: last changed first.
ORDER BY c.updated_at DESC, c.id DESC LIMIT :limit

-- name: courses_order_updated_asc(limit)!
-- Order: longest unchanged first.
ORDER BY c.updated_at, c.id LIMIT :limit
