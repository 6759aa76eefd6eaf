// name: exposure.lines
// mode: read
// doc: Every recorded line of runs, also of batches outside of a scope; an input that names no lot is /m and its material.
// param runs: list of run ids
// packed: yes
// returns: run, inward, node, material, quantity, uom

UNWIND $runs AS id
MATCH (r:Run {run: id})
CALL (r) {
  MATCH (b:Batch)-[e:CONSUMED|INPUT_LINE]->(r) WHERE e.uid IS NOT NULL
  RETURN true AS inward, b.key AS node, b.material AS material, e.quantity AS quantity, coalesce(e.uom, b.uom) AS uom
  UNION ALL
  MATCH (m:Material)-[e:BACKFLUSHED]->(r)
  RETURN true AS inward, "/m" + m.material AS node, m.material AS material, e.quantity AS quantity, coalesce(e.uom, m.uom) AS uom
  UNION ALL
  MATCH (r)-[e:PRODUCED|OUTPUT_LINE]->(b:Batch) WHERE e.uid IS NOT NULL
  RETURN false AS inward, b.key AS node, b.material AS material, e.quantity AS quantity, coalesce(e.uom, b.uom) AS uom
}
RETURN r.run AS run, inward, node, material, quantity, uom
