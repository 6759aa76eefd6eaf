// name: gaps.runs
// mode: read
// doc: Runs of a scope of which a record is missing.
// param runs: list of run ids
// packed: yes
// returns: run, described, no_vessel, backflushed

UNWIND $runs AS id
MATCH (r:Run {run: id})
WITH r, coalesce(r.kind IN ["charge", "draw"], false) AND NOT EXISTS { (r)-[:RAN_ON]->() } AS no_vessel
WHERE r.event IS NULL OR no_vessel OR EXISTS { (r)<-[:BACKFLUSHED]-() }
RETURN r.run AS run, r.event IS NOT NULL AS described, no_vessel,
       COLLECT { MATCH (r)<-[:BACKFLUSHED]-(m:Material) RETURN DISTINCT m.material } AS backflushed
