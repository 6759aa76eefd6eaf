// name: finder.stubs
// mode: read
// doc: Materials, parties, places, equipment and people that are named, but not described, with the batches or runs that name them.
// returns: kind, id, nodes

MATCH (n:Material|Supplier|Customer|Location|Equipment|Operator)
WHERE n.event IS NULL
RETURN toLower(head(labels(n))) AS kind, coalesce(n.material, n.supplier, n.customer, n.location, n.equipment, n.operator) AS id,
       COLLECT { MATCH (n)<-[:OF]-(b:Batch) RETURN DISTINCT b.key } + COLLECT { MATCH (n)<-[:RAN_ON|RUN_BY]-(r:Run) RETURN DISTINCT "/r" + r.run }
       + COLLECT { MATCH (n)-[:SUPPLIED]->(:Receipt)-[:RECEIVED]->(b:Batch) RETURN DISTINCT b.key } AS nodes ORDER BY kind, id
