// name: stale.list
// mode: read
// doc: What derived must be made again.
// returns: id

MATCH (s:Stale)
RETURN s.stale AS id ORDER BY id
