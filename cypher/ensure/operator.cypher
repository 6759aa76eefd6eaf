// name: ensure.operator
// mode: write
// doc: A stub for each Operator that is named and not there yet.
// param ids: list of distinct ids
// returns: -

UNWIND $ids AS id
MERGE (:Operator {operator: id})
