// name: record.clocks
// mode: read
// doc: The zone and day start of places, of equipment and of runs.
// param locations: list of ids
// param equipment: list of ids
// param runs: list of ids
// returns: what, id, zone, day_start

UNWIND $locations AS id
MATCH (l:Location {location: id})
RETURN "location" AS what, id, l.timezone AS zone, l.day_start AS day_start
UNION
UNWIND $equipment AS id
MATCH (:Equipment {equipment: id})-[:AT]->(l:Location)
RETURN "equipment" AS what, id, l.timezone AS zone, l.day_start AS day_start
UNION
UNWIND $runs AS id
MATCH (r:Run {run: id})
OPTIONAL MATCH (r)-[:AT]->(own:Location)
OPTIONAL MATCH (r)-[:RAN_ON {uid: "head"}]->(:Equipment)-[:AT]->(its:Location)
WITH id, coalesce(own, its) AS l
RETURN "run" AS what, id, l.timezone AS zone, l.day_start AS day_start
