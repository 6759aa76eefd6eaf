// name: finder.runs
// mode: read
// doc: The next runs in the order of their ids, and whether anything is recorded to go in and to come out.
// param after: the last run read
// param limit: number at once
// returns: run, kind, inputs, outputs

MATCH (r:Run)
WHERE r.run > $after
WITH r ORDER BY r.run LIMIT toInteger($limit)
RETURN r.run AS run, r.kind AS kind, EXISTS { (r)<-[:CONSUMED|INPUT_LINE]-(:Batch) } OR EXISTS { (r)<-[:BACKFLUSHED]-(:Material) } AS inputs,
       EXISTS { (r)-[:PRODUCED|OUTPUT_LINE]->(:Batch) } AS outputs
