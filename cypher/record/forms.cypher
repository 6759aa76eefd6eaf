// name: record.forms
// mode: read
// doc: How the lines of these runs are drawn: `special` where a mapping or a vessel takes the place of the run.
// param runs: list of run ids
// returns: run, special

UNWIND $runs AS id
MATCH (r:Run {run: id})
RETURN r.run AS run, coalesce(r.kind IN ["charge", "draw"], false) AND EXISTS { (r)-[:RAN_ON]->() } OR EXISTS { (r)-[:MAPS]->() } AS special
