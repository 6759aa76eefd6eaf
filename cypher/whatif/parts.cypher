// name: whatif.parts
// mode: read
// doc: The parts that runs are drawn as.
// param runs: list of run ids
// packed: yes
// returns: run, part

UNWIND $runs AS id
MATCH (r:Run {run: id})-[:HAS_PART]->(p:Part)
RETURN r.run AS run, p.part AS part
