-- name: tenant_ensure(id, name, base_iri, now)!
-- Create a tenant unless it is there.
INSERT INTO tenants (id, name, base_iri, created_at) VALUES (:id, :name, :base_iri, :now)
ON CONFLICT (id) DO NOTHING;

-- name: tenant_base_iri(tenant)$
-- The IRI below which a tenant's courses and learners are named.
SELECT base_iri FROM tenants WHERE id = :tenant;

-- name: credential_create(id, tenant, label, scopes, secret_hash, now)!
-- Create a key.
INSERT INTO credentials (id, tenant, label, scopes, secret_hash, created_at)
VALUES (:id, :tenant, :label, :scopes, :secret_hash, :now);

-- name: credential_by_id(id)^
-- The key that a caller names; what tenant it is of is what we want to know.
SELECT id, tenant, label, scopes, secret_hash, created_at, revoked_at
FROM credentials WHERE id = :id;

-- name: credentials_of_tenant(tenant)
-- All keys of a tenant, oldest first.
SELECT id, tenant, label, scopes, created_at, revoked_at
FROM credentials WHERE tenant = :tenant ORDER BY created_at, id;

-- name: credential_renew(tenant, id, label, scopes, secret_hash)!
-- Give a key its secret and scopes anew.
UPDATE credentials
SET label = :label, scopes = :scopes, secret_hash = :secret_hash, revoked_at = NULL
WHERE tenant = :tenant AND id = :id;

-- name: credential_revoke(tenant, id, now)!
-- Revoke a key; the first time counts.
UPDATE credentials SET revoked_at = coalesce(revoked_at, :now) WHERE tenant = :tenant AND id = :id;

-- name: credentials_any()$
-- 1 when any tenant has a key at all: this is not the first start.
SELECT 1 FROM credentials LIMIT 1;
