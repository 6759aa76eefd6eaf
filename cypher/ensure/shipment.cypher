// name: ensure.shipment
// mode: write
// doc: A stub for each Shipment that is named and not there yet.
// param ids: list of distinct ids
// returns: -

UNWIND $ids AS id
MERGE (:Shipment {shipment: id})
