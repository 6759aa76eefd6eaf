// name: ledger.loads
// mode: read
// doc: All loads, with all that is kept of them.
// returns: props

MATCH (l:Load)
RETURN properties(l) AS props ORDER BY l.load
