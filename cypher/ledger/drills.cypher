// name: ledger.drills
// mode: read
// doc: All drills, with all that is kept of them.
// returns: props

MATCH (d:Drill)
RETURN properties(d) AS props ORDER BY d.drill
