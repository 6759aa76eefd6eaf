// name: history.corrections
// mode: read
// doc: Which of these records are void: the number of the correction, and the record that stands in its place.
// param ids: list of kind:record
// returns: id, seq, by_record

UNWIND $ids AS id
MATCH (c:Correction {voids: id})
RETURN id, c.seq AS seq, c.by_record AS by_record
