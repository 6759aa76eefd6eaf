// name: ensure.receipt
// mode: write
// doc: A stub for each Receipt that is named and not there yet.
// param ids: list of distinct ids
// returns: -

UNWIND $ids AS id
MERGE (:Receipt {receipt: id})
