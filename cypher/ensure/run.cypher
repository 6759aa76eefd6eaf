// name: ensure.run
// mode: write
// doc: A stub for each Run that is named and not there yet.
// param ids: list of distinct ids
// returns: -

UNWIND $ids AS id
MERGE (:Run {run: id})
