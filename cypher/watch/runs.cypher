// name: watch.runs
// mode: read
// doc: Which of these outputs are made in a run that took a batch which an open case covers; what its mapping keeps apart is not.
// param rows: list of {run, key}
// returns: run, key, case, source

UNWIND $rows AS row
MATCH (r:Run {run: row.run})<-[:CONSUMED|INPUT_LINE|MAYBE_CONSUMED]-(b:Batch)<-[e:COVERS]-(c:Case)
USING INDEX SEEK r:Run(run)
WHERE c.status = "open" AND e.revision = c.revision
  AND NOT (EXISTS { (r)-[:MAPS]->(:Mapping {in_key: b.key}) }
           AND EXISTS { (r)-[:MAPS]->(:Mapping {out_key: row.key}) }
           AND NOT EXISTS { (r)-[:MAPS]->(:Mapping {in_key: b.key, out_key: row.key}) })
RETURN r.run AS run, row.key AS key, c.case AS case, min(b.key) AS source
ORDER BY run, key, case
