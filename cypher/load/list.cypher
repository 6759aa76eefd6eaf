// name: load.list
// mode: read
// doc: The last loads, newest first.
// param limit: number of rows at most
// returns: load, source, sha256, state, started_at, finished_at, report, by

MATCH (l:Load)
RETURN l.load AS load, l.source AS source, l.sha256 AS sha256, l.state AS state,
       l.started_at AS started_at, l.finished_at AS finished_at, l.report AS report, l.by AS by
ORDER BY started_at DESC, load DESC
LIMIT $limit
