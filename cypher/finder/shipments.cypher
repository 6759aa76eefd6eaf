// name: finder.shipments
// mode: read
// doc: Shipments that name neither customer nor own place, with what was shipped; and those with no line at all.
// returns: shipment, keys, loose

MATCH (s:Shipment)
WITH s, s.customer IS NULL AND s.to_location IS NULL AS loose, COLLECT { MATCH (s)<-[:SHIPPED]-(b:Batch) RETURN DISTINCT b.key } AS keys
WHERE loose OR size(keys) = 0
RETURN s.shipment AS shipment, keys, loose ORDER BY shipment
