// name: every.open
// mode: read
// doc: Of which kinds not all keys have been looked at since a first load.
// returns: id

MATCH (s:Stale) WHERE s.stale STARTS WITH "every:"
RETURN s.stale AS id ORDER BY id
