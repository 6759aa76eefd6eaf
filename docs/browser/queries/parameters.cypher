// Process parameters of the runs that made a batch
MATCH (b:Batch {key: $batch})<-[:PRODUCED|OUTPUT_LINE]-(r:Run)-[:MEASURED]->(p:Parameter)
RETURN r.run AS run, p.at AS at, p.parameter AS parameter, p.value AS value, p.unit AS unit
ORDER BY at
