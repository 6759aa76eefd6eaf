// name: candidates.of_materials
// mode: read
// doc: Every batch of these materials that any record speaks of.
// param materials: list of materials
// packed: yes
// returns: key

UNWIND $materials AS id
MATCH (:Material {material: id})<-[:OF]-(b:Batch)
WHERE b.event IS NOT NULL OR EXISTS { (b)-[e]-() WHERE NOT type(e) IN ["OF", "CANDIDATE_FOR"] }
RETURN b.key AS key
