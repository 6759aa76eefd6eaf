// Where a batch is and how it stands: movements, counts, statuses, orders, pallets
MATCH (b:Batch {key: $batch})<-[e:MOVED|COUNTED|MARKED|RESERVES|HOLDS]-(n)
OPTIONAL MATCH (n)-[place:MOVED_FROM|MOVED_TO|AT]->(l:Location)
RETURN b, e, n, place, l
