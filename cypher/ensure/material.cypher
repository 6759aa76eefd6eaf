// name: ensure.material
// mode: write
// doc: A stub for each Material that is named and not there yet.
// param ids: list of distinct ids
// returns: -

UNWIND $ids AS id
MERGE (:Material {material: id})
