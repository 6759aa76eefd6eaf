// name: finder.run_lines
// mode: read
// doc: What is recorded to go into runs and to come out of them, lines without a lot included.
// param runs: list of run ids
// packed: yes
// returns: run, inward, material, quantity, uom

UNWIND $runs AS id
MATCH (r:Run {run: id})
CALL (r) {
  MATCH (r)<-[e:CONSUMED|INPUT_LINE]-(b:Batch) WHERE e.uid IS NOT NULL RETURN e, true AS inward, b.material AS material
  UNION ALL
  MATCH (r)<-[e:BACKFLUSHED]-(m:Material) RETURN e, true AS inward, m.material AS material
  UNION ALL
  MATCH (r)-[e:PRODUCED|OUTPUT_LINE]->(b:Batch) WHERE e.uid IS NOT NULL RETURN e, false AS inward, b.material AS material
}
RETURN r.run AS run, inward, material, e.quantity AS quantity, e.uom AS uom
