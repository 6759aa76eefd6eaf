// Loads: which source came in when, and what became of it
MATCH (l:Load)
RETURN l.source AS source, l.started_at AS started, l.finished_at AS finished, l.state AS state
ORDER BY started DESC LIMIT 50
