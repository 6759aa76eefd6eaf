// name: stale.count
// mode: read
// doc: How much derived must be made again.
// returns: number

MATCH (s:Stale) RETURN count(s) AS number
