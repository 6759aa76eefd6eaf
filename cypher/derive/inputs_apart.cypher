// name: derive.inputs_apart
// mode: write
// doc: Lines that fed a run directly now feed its parts or vessel.
// param runs: list of run ids
// returns: -

UNWIND $runs AS id
MATCH (r:Run {run: id})<-[e:CONSUMED|MAYBE_CONSUMED]-(b:Batch)
FOREACH (_ IN CASE WHEN e.uid IS NULL THEN [] ELSE [1] END | CREATE (b)-[line:INPUT_LINE]->(r) SET line = properties(e))
DELETE e
