// name: ensure.case
// mode: write
// doc: A stub for each Case that is named and not there yet.
// param ids: list of distinct ids
// returns: -

UNWIND $ids AS id
MERGE (:Case {case: id})
