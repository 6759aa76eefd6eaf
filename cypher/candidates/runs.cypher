// name: candidates.runs
// mode: read
// doc: Consumptions of these materials that name no lot (rule 4): where, when (ms since 1970, null unknown), and the nodes by which what they took goes on.
// param materials: list of materials
// packed: yes
// returns: material, run, places, earliest, latest, nodes

UNWIND $materials AS id
MATCH (m:Material {material: id})-[e:BACKFLUSHED]->(r:Run)
WITH m, e, r, duration({microseconds: 1}) AS instant,
     COLLECT { MATCH (r)-[:RAN_ON]->(q:Equipment) WHERE q.location IS NOT NULL RETURN DISTINCT q.location } AS stand,
     coalesce(r.kind IN ["charge", "draw"], false) AND EXISTS { (r)-[:RAN_ON]->() } OR EXISTS { (r)-[:MAPS]->() } AS special
RETURN m.material AS material, r.run AS run, CASE WHEN r.location IS NULL THEN stand ELSE [r.location] END AS places,
       (CASE WHEN e.at IS NULL AND e.at_end IS NOT NULL THEN null
             WHEN e.at IS NULL THEN r.started_at
             WHEN r.timed OR e.at < r.started_at THEN e.at ELSE r.started_at END).epochMillis AS earliest,
       (CASE WHEN e.at IS NULL AND e.at_end IS NULL
             THEN CASE WHEN coalesce(r.ended_at_end, r.ended_at) <= r.started_at THEN coalesce(r.started_at_end - instant, r.started_at)
                       ELSE coalesce(r.ended_at_end - instant, r.ended_at) END
             ELSE coalesce(e.at_end - instant, e.at) END).epochMillis AS latest,
       CASE WHEN special THEN COLLECT { MATCH (r)-[:HAS_PART]->(p:Part)
                                        WHERE p.role IS NULL OR p.role = "charge" AND p.backflushed = m.material
                                        RETURN "/p" + p.part }
            ELSE ["/r" + r.run] END AS nodes
