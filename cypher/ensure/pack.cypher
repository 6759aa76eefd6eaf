// name: ensure.pack
// mode: write
// doc: A stub for each Pack that is named and not there yet.
// param ids: list of distinct ids
// returns: -

UNWIND $ids AS id
MERGE (:Pack {pack: id})
