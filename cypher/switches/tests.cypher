// name: switches.tests
// mode: read
// doc: How batches did in tests of these characteristics, and when (microseconds since 1970, null unknown).
// param keys: list of batch keys
// param characteristics: list of characteristics
// packed: yes
// returns: key, inspection, characteristic, result, inspected

UNWIND $keys AS key
MATCH (b:Batch {key: key})<-[:INSPECTED]-(i:Inspection)
WHERE i.characteristic IN $characteristics
RETURN b.key AS key, i.inspection AS inspection, i.characteristic AS characteristic, i.result AS result,
       i.inspected_at.epochSeconds * 1000000 + i.inspected_at.microsecond AS inspected
ORDER BY key, inspection
