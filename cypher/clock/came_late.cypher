// name: clock.came_late
// mode: read
// doc: Which of these places, equipment and runs had something hanging on them when they were described (for runs: local times).
// param locations: list of ids
// param equipment: list of ids
// param runs: list of run ids
// returns: label, id

UNWIND $locations AS id
MATCH (l:Location {location: id})
WHERE EXISTS { (l)<--() }
RETURN "Location" AS label, id
UNION ALL
UNWIND $equipment AS id
MATCH (q:Equipment {equipment: id})
WHERE EXISTS { (q)<-[:RAN_ON|CLEANED]-() }
RETURN "Equipment" AS label, id
UNION ALL
UNWIND $runs AS id
MATCH (r:Run {run: id})
WHERE EXISTS { (r)<-[e:CONSUMED|INPUT_LINE|BACKFLUSHED]-() WHERE e.at_text IS NOT NULL }
   OR EXISTS { (r)-[e:PRODUCED|OUTPUT_LINE]->() WHERE e.at_text IS NOT NULL }
   OR EXISTS { (r)-[e:RUN_BY]->() WHERE e.from_text IS NOT NULL OR e.to_text IS NOT NULL }
   OR EXISTS { (r)-[:MEASURED]->(p:Parameter) WHERE p.at_text IS NOT NULL }
   OR EXISTS { (r)<-[:CHECKED]-(i:Inspection) WHERE i.inspected_at_text IS NOT NULL }
RETURN "Run" AS label, id
