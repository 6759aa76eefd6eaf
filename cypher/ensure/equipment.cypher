// name: ensure.equipment
// mode: write
// doc: A stub for each Equipment that is named and not there yet.
// param ids: list of distinct ids
// returns: -

UNWIND $ids AS id
MERGE (:Equipment {equipment: id})
