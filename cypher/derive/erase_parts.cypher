// name: derive.erase_parts
// mode: write
// doc: Take the parts of mapped runs out.
// param runs: list of run ids
// returns: -

UNWIND $runs AS id
MATCH (r:Run {run: id})-[:HAS_PART]->(p:Part)
WHERE p.equipment IS NULL
DETACH DELETE p
