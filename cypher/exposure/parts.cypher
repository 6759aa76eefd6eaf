// name: exposure.parts
// mode: read
// doc: What goes into the parts of runs (once, however many lines tell of it) and what they make, also outside of a scope; role is charge, draw, or null.
// param runs: list of run ids
// packed: yes
// returns: run, part, role, inward, key, material, type, quantity, uom

UNWIND $runs AS id
MATCH (r:Run {run: id})-[:HAS_PART]->(p:Part)
CALL (p) {
  MATCH (b:Batch)-[e:CONSUMED|MAYBE_CONSUMED]->(p)
  RETURN DISTINCT true AS inward, b.key AS key, b.material AS material, type(e) AS type, e.quantity AS quantity, coalesce(e.uom, b.uom) AS uom
  UNION ALL
  MATCH (p)-[e:PRODUCED]->(b:Batch)
  RETURN false AS inward, b.key AS key, b.material AS material, type(e) AS type, e.quantity AS quantity, coalesce(e.uom, b.uom) AS uom
}
RETURN r.run AS run, p.part AS part, p.role AS role, inward, key, material, type, quantity, uom
