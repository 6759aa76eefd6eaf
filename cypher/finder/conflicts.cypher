// name: finder.conflicts
// mode: read
// doc: The reports of loads that brought other content for a record that was there.
// returns: load, report

MATCH (l:Load)
WHERE l.conflicts > 0
RETURN l.load AS load, l.report AS report ORDER BY load
