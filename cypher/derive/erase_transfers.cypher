// name: derive.erase_transfers
// mode: write
// doc: Take the transfers of shipments out.
// param ids: list of shipment ids
// returns: -

UNWIND $ids AS id
MATCH (s:Shipment {shipment: id})-[:MOVED_AS]->(t:Transfer)
DETACH DELETE t
