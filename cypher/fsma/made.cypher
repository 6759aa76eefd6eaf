// name: fsma.made
// mode: read
// doc: All lines of the runs that used or made any of these batches.
// param keys: list of batch keys
// param names: list of properties
// param moments: list of properties that may be times, in microseconds since 1970
// returns: kind, record, key, way, batch, line, head

UNWIND $keys AS key
MATCH (s:Batch {key: key})-[t:CONSUMED|INPUT_LINE|PRODUCED|OUTPUT_LINE]-(r:Run)
WHERE t.uid IS NOT NULL
WITH DISTINCT r
// include: fsma/made.part
