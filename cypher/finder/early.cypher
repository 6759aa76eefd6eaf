// name: finder.early
// mode: read
// doc: When batches were consumed and shipped, at the latest (ms since 1970), and by what (rule 20).
// param keys: list of batch keys
// packed: yes
// returns: key, shipped, record, latest

UNWIND $keys AS key
MATCH (b:Batch {key: key})-[e:CONSUMED|INPUT_LINE|SHIPPED]->(n)
WHERE e.uid IS NOT NULL
WITH b, n, coalesce((e.at_end - duration({microseconds: 1})).epochMillis, e.at.epochMillis,
                    CASE WHEN coalesce(n.ended_at_end, n.ended_at) <= n.started_at THEN coalesce(n.started_at_end - duration({microseconds: 1}), n.started_at).epochMillis END,
                    (coalesce(n.ended_at_end, n.shipped_at_end) - duration({microseconds: 1})).epochMillis, coalesce(n.ended_at, n.shipped_at).epochMillis) AS latest
WHERE latest IS NOT NULL
RETURN b.key AS key, n:Shipment AS shipped, coalesce(n.run, n.shipment) AS record, latest
