-- name: tenant_number(tenant)$
-- The number of a tenant, when it has statements.
SELECT number FROM statement_tenants WHERE tenant = :tenant;

-- name: tenant_add(tenant)$
-- Give a tenant its number.
INSERT INTO statement_tenants (tenant) VALUES (:tenant) RETURNING number;

-- name: term_id(tenant, value)$
-- The id of a term.
SELECT id FROM statement_terms WHERE tenant = :tenant AND value = :value;

-- name: term_add(tenant, value)$
-- Give a term its id.
INSERT INTO statement_terms (tenant, value) VALUES (:tenant, :value) RETURNING id;

-- name: statement_add(tenant, stored, id, json)!
-- Append a statement.
INSERT INTO statements (tenant, stored, id, json) VALUES (:tenant, :stored, :id, :json);

-- name: relations_add(tenant, stored, terms)!
-- Let terms find a statement; harmless when they do already. `terms` is a JSON array of
-- 2 * term + usage: one statement's rows by one call, which is half of what storing it costs.
INSERT INTO statement_relations (tenant, term, usage, stored)
SELECT :tenant, value >> 1, value & 1, :stored FROM json_each(:terms) WHERE TRUE
ON CONFLICT DO NOTHING;

-- name: reference_add(tenant, target, stored, voids)!
-- Remember that a statement refers to another.
INSERT INTO statement_references (tenant, target, stored, voids)
VALUES (:tenant, :target, :stored, :voids);

-- name: any_reference(tenant)$
-- Whether any statement of a tenant refers to another.
SELECT EXISTS (SELECT 1 FROM statement_references WHERE tenant = :tenant);

-- name: referrers_of(tenant, target)
-- The statements that refer to an id, and which of them void it.
SELECT r.stored, r.voids, s.id
FROM statement_references r
JOIN statements s ON s.tenant = r.tenant AND s.stored = r.stored
WHERE r.tenant = :tenant AND r.target = :target;

-- name: statement_by_id(tenant, id)^
-- A statement, voided or not.
SELECT stored, voided, json FROM statements WHERE tenant = :tenant AND id = :id;

-- name: statement_void(tenant, id)!
-- Mark a statement as voided.
UPDATE statements SET voided = 1 WHERE tenant = :tenant AND id = :id;
