// name: gaps.equipment
// mode: read
// doc: Equipment, operators and places of runs that are not described; equipment that does not say whether it carries over.
// param runs: list of run ids
// packed: yes
// returns: kind, id, described, unset

UNWIND $runs AS id
MATCH (r:Run {run: id})-[:RAN_ON|RUN_BY|AT]->(e)
WITH DISTINCT e
WHERE e.event IS NULL OR e:Equipment AND e.carry_over IS NULL
RETURN toLower(head(labels(e))) AS kind, coalesce(e.equipment, e.operator, e.location) AS id, e.event IS NOT NULL AS described,
       e:Equipment AND e.carry_over IS NULL AS unset
