// name: gaps.equipment
// mode: read
// doc: Equipment and operators of runs that are not described, or do not say whether they carry over.
// param runs: list of run ids
// packed: yes
// returns: kind, id, described, unset

UNWIND $runs AS id
MATCH (r:Run {run: id})-[:RAN_ON|RUN_BY]->(e)
WITH DISTINCT e
WHERE e.event IS NULL OR e:Equipment AND e.carry_over IS NULL
RETURN toLower(head(labels(e))) AS kind, coalesce(e.equipment, e.operator) AS id, e.event IS NOT NULL AS described,
       e:Equipment AND e.carry_over IS NULL AS unset
