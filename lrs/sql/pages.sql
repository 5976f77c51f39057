-- A page of statements is composed (lrs.store.pages) of a head, a probe for each further term and
-- an order. Without terms it walks the tenant's statements, else the range of one term, and reads
-- no further than the page is long. CROSS JOIN keeps that order of work.

-- name: page_of_all(tenant, after, before)
-- Head: every statement stored between two moments, both excluded.
SELECT s.stored, s.json
FROM statements s
WHERE s.tenant = :tenant AND s.stored > :after AND s.stored < :before AND s.voided = 0;

-- name: page_of_term(tenant, term0, usage0, after, before)
-- Head: those that a term finds.
SELECT s.stored, s.json
FROM statement_relations r
CROSS JOIN statements s
WHERE r.tenant = :tenant AND r.term = :term0 AND r.usage = :usage0
  AND r.stored > :after AND r.stored < :before
  AND s.tenant = r.tenant AND s.stored = r.stored AND s.voided = 0;

-- name: page_probe_1(tenant, term1, usage1)
-- Probe: and that a second term finds.
AND EXISTS (
  SELECT 1 FROM statement_relations p
  WHERE p.tenant = :tenant AND p.term = :term1 AND p.usage = :usage1 AND p.stored = s.stored
);

-- name: page_probe_2(tenant, term2, usage2)
-- Probe: and that a third term finds.
AND EXISTS (
  SELECT 1 FROM statement_relations p
  WHERE p.tenant = :tenant AND p.term = :term2 AND p.usage = :usage2 AND p.stored = s.stored
);

-- name: page_probe_3(tenant, term3, usage3)
-- Probe: and that a fourth term finds.
AND EXISTS (
  SELECT 1 FROM statement_relations p
  WHERE p.tenant = :tenant AND p.term = :term3 AND p.usage = :usage3 AND p.stored = s.stored
);

-- name: page_order_of_all_ascending(limit)!
-- Order: oldest first.
ORDER BY s.stored LIMIT :limit;

-- name: page_order_of_all_descending(limit)!
-- Order: newest first.
ORDER BY s.stored DESC LIMIT :limit;

-- name: page_order_of_term_ascending(limit)!
-- Order along a term: oldest first.
ORDER BY r.stored LIMIT :limit;

-- name: page_order_of_term_descending(limit)!
-- Order along a term: newest first.
ORDER BY r.stored DESC LIMIT :limit;

-- name: page_weight(tenant, term, usage, after, before, limit)$
-- How many statements a term finds between two moments, counted no further than a limit.
SELECT count(*) FROM (
  SELECT 1 FROM statement_relations
  WHERE tenant = :tenant AND term = :term AND usage = :usage
    AND stored > :after AND stored < :before
  LIMIT :limit
);

-- name: newest_stored(tenant)$
-- When the newest statement was stored.
SELECT max(stored) FROM statements WHERE tenant = :tenant;
