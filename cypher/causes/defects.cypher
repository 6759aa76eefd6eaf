// name: causes.defects
// mode: read
// doc: What was found wrong with batches: the defect, else the characteristic, of each inspection that failed.
// param keys: list of batch keys
// packed: yes
// returns: key, defect

UNWIND $keys AS key
MATCH (b:Batch {key: key})<-[:INSPECTED]-(i:Inspection {result: "fail"})
RETURN DISTINCT b.key AS key, coalesce(i.defect, i.characteristic, "?") AS defect
