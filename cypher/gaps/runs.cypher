// name: gaps.runs
// mode: read
// doc: Runs of a scope: what is not described, and equipment on which nothing says whether it carries over.
// param runs: list of run ids
// returns: run, described, kind, no_vessel, backflushed, unset, equipment_stubs, operator_stubs

UNWIND $runs AS id
MATCH (r:Run {run: id})
RETURN r.run AS run, r.event IS NOT NULL AS described, r.kind AS kind,
       coalesce(r.kind IN ["charge", "draw"], false) AND NOT EXISTS { (r)-[:RAN_ON]->() } AS no_vessel,
       COLLECT { MATCH (r)<-[e:BACKFLUSHED]-(m:Material) RETURN m.material } AS backflushed,
       COLLECT { MATCH (r)-[:RAN_ON]->(e:Equipment) WHERE e.carry_over IS NULL RETURN e.equipment } AS unset,
       COLLECT { MATCH (r)-[:RAN_ON]->(e:Equipment) WHERE e.event IS NULL RETURN e.equipment } AS equipment_stubs,
       COLLECT { MATCH (r)-[:RUN_BY]->(o:Operator) WHERE o.event IS NULL RETURN o.operator } AS operator_stubs
