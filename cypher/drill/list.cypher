// name: drill.list
// mode: read
// doc: The last drills, newest first.
// param limit: number of rows at most
// returns: drill, record

MATCH (d:Drill)
RETURN d.drill AS drill, d.record AS record ORDER BY d.at DESC, drill DESC LIMIT toInteger($limit)
