// name: drill.get
// mode: read
// doc: One drill by id.
// param drill: id of the drill
// returns: record

MATCH (d:Drill {drill: $drill})
RETURN d.record AS record
