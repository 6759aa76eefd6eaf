// name: ensure.supplier
// mode: write
// doc: A stub for each Supplier that is named and not there yet.
// param ids: list of distinct ids
// returns: -

UNWIND $ids AS id
MERGE (:Supplier {supplier: id})
