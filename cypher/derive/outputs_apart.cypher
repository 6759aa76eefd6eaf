// name: derive.outputs_apart
// mode: write
// doc: Lines that a run made directly are now made by its parts or vessel.
// param runs: list of run ids
// returns: -

UNWIND $runs AS id
MATCH (r:Run {run: id})-[e:PRODUCED]->(b:Batch)
CREATE (r)-[line:OUTPUT_LINE]->(b) SET line = properties(e)
DELETE e
