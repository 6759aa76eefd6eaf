// name: ensure.customer
// mode: write
// doc: A stub for each Customer that is named and not there yet.
// param ids: list of distinct ids
// returns: -

UNWIND $ids AS id
MERGE (:Customer {customer: id})
