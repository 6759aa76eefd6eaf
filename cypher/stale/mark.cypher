// name: stale.mark
// mode: write
// doc: Note what derived must be made again.
// param ids: list of kind:id
// returns: -

UNWIND $ids AS id
MERGE (:Stale {stale: id})
