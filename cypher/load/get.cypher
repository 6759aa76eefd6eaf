// name: load.get
// mode: read
// doc: One load by id.
// param load: id of the load
// returns: load, source, sha256, state, started_at, finished_at, report, by

MATCH (l:Load {load: $load})
RETURN l.load AS load, l.source AS source, l.sha256 AS sha256, l.state AS state,
       l.started_at AS started_at, l.finished_at AS finished_at, l.report AS report, l.by AS by
