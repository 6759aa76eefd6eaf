// name: seeds.failed
// mode: read
// doc: Inspections that batches of these materials failed, with when (microseconds since 1970, null unknown).
// param materials: list of materials
// packed: yes
// returns: key, inspection, characteristic, defect, inspected, inspected_end

UNWIND $materials AS id
MATCH (:Material {material: id})<-[:OF]-(b:Batch)
MATCH (b)<-[:INSPECTED]-(i:Inspection {result: "fail"})
RETURN b.key AS key, i.inspection AS inspection, i.characteristic AS characteristic, i.defect AS defect,
       i.inspected_at.epochSeconds * 1000000 + i.inspected_at.microsecond AS inspected,
       i.inspected_at_end.epochSeconds * 1000000 + i.inspected_at_end.microsecond AS inspected_end
ORDER BY key, inspection
