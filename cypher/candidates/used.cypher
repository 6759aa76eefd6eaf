// name: candidates.used
// mode: read
// doc: Materials that these runs used without naming a lot (rule 4).
// param runs: list of run ids
// packed: yes
// returns: material

UNWIND $runs AS id
MATCH (:Run {run: id})<-[:BACKFLUSHED]-(m:Material)
RETURN DISTINCT m.material AS material
