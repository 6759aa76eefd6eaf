// Inspections that failed, with the batch and the run or receipt
MATCH (i:Inspection {result: "fail"})-[e:INSPECTED]->(b:Batch)
OPTIONAL MATCH (i)-[c:CHECKED]->(n)
RETURN i, e, b, c, n
LIMIT 300
