// name: fsma.origins
// mode: read
// doc: Where batches got their lot number by being made: the location of the run.
// param keys: list of batch keys
// returns: key, location

UNWIND $keys AS key
MATCH (b:Batch {key: key})<-[e:PRODUCED|OUTPUT_LINE]-(r:Run)
WHERE e.uid IS NOT NULL AND r.location IS NOT NULL
RETURN DISTINCT b.key AS key, r.location AS location
ORDER BY key, location
