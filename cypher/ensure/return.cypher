// name: ensure.return
// mode: write
// doc: A stub for each Return that is named and not there yet.
// param ids: list of distinct ids
// returns: -

UNWIND $ids AS id
MERGE (:Return {`return`: id})
