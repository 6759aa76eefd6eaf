// name: stale.clear
// mode: write
// doc: It has been made again.
// param ids: list of kind:id
// returns: -

UNWIND $ids AS id
MATCH (s:Stale {stale: id})
DELETE s
