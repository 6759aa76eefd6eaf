// name: load.start
// mode: write
// doc: Begin a load; unfinished loads of the same content are marked as interrupted.
// param load: id of the load
// param source: name of what is loaded
// param sha256: hash of its content
// param started_at: when
// param by: who loads, as a reference; null where nobody is named
// returns: -

OPTIONAL MATCH (old:Load {sha256: $sha256, state: "running"}) WHERE old.load <> $load
SET old.state = "interrupted"
WITH count(old) AS interrupted
MERGE (l:Load {load: $load})
SET l.source = $source, l.sha256 = $sha256, l.started_at = $started_at, l.state = "running", l.by = $by
