// name: batch.near
// mode: read
// doc: Batches whose key looks the same, or that bear the same lot number (at most 5).
// param alike: the key as a person sees it
// param lot: lot number
// returns: key

CALL () {
  MATCH (b:Batch {alike: $alike}) RETURN b
  UNION
  MATCH (b:Batch {lot: $lot}) RETURN b
}
RETURN b.key AS key ORDER BY key LIMIT 5
