// name: every.shipments
// mode: read
// doc: The next shipments, in order.
// param after: the last one before
// param limit: number of rows at most
// returns: key

MATCH (s:Shipment) WHERE s.shipment > $after
RETURN s.shipment AS key ORDER BY key LIMIT $limit
