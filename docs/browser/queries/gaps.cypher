// Gaps: consumption without a lot, things named and never described, lines without an assigner
MATCH (r:Run)<-[e:BACKFLUSHED]-(m:Material)
RETURN "consumption without a lot" AS gap, r.run AS record, m.material AS names
UNION ALL
MATCH (n:Batch|Material|Run|Shipment|Supplier|Customer|Location|Equipment|Operator)
WHERE n.event IS NULL
RETURN "named, never described" AS gap, head(labels(n)) AS record,
       coalesce(n.key, n.run, n.shipment, n.supplier, n.customer, n.location, n.equipment, n.operator, n.material) AS names
UNION ALL
MATCH (c:Batch)-[:CANDIDATE_FOR]->(b:Batch)
RETURN "assigner not named" AS gap, b.key AS record, c.key AS names
ORDER BY gap, record LIMIT 500
