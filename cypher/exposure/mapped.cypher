// name: exposure.mapped
// mode: read
// doc: How much of which input of mapped runs went into which output, where the mapping says so.
// param runs: list of run ids
// packed: yes
// returns: run, in_key, out_key, quantity

UNWIND $runs AS id
MATCH (r:Run {run: id})-[:MAPS]->(m:Mapping)
WHERE m.quantity IS NOT NULL
RETURN r.run AS run, m.in_key AS in_key, m.out_key AS out_key, m.quantity AS quantity
