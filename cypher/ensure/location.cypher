// name: ensure.location
// mode: write
// doc: A stub for each Location that is named and not there yet.
// param ids: list of distinct ids
// returns: -

UNWIND $ids AS id
MERGE (:Location {location: id})
