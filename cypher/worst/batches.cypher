// name: worst.batches
// mode: read
// doc: The key of every batch there is.
// returns: key

MATCH (b:Batch)
WHERE b.key > ""
RETURN b.key AS key
