// name: explain.lines
// mode: read
// doc: What is recorded of a batch in a run, shipment, receipt or return, or on a pack, line by line (times in microseconds since 1970, null unknown); a line that names the material alone counts as one of the batch.
// param pairs: list of {key, kind, record}
// packed: yes
// returns: key, kind, record, inward, lotless, line, quantity, uom, earliest, until, document, event, seq

UNWIND $pairs AS pair
MATCH (b:Batch {key: pair.key})
CALL (b, pair) {
  MATCH (b)-[e:CONSUMED|INPUT_LINE|PRODUCED|OUTPUT_LINE]-(r:Run {run: pair.record})
  WHERE pair.kind = "run" AND e.uid IS NOT NULL
  RETURN e, type(e) IN ["CONSUMED", "INPUT_LINE"] AS inward, false AS lotless, e.at AS began, e.at_end AS ended
  UNION ALL
  MATCH (b)-[:OF]->(m:Material)-[e:BACKFLUSHED]->(r:Run {run: pair.record})
  WHERE pair.kind = "run"
  RETURN e, true AS inward, true AS lotless, e.at AS began, e.at_end AS ended
  UNION ALL
  MATCH (b)-[e:SHIPPED]->(s:Shipment {shipment: pair.record})
  WHERE pair.kind = "shipment"
  RETURN e, true AS inward, false AS lotless, s.shipped_at AS began, s.shipped_at_end AS ended
  UNION ALL
  MATCH (b)<-[e:RECEIVED]-(r:Receipt {receipt: pair.record})
  WHERE pair.kind = "receipt"
  RETURN e, false AS inward, false AS lotless, e.received_at AS began, e.received_at_end AS ended
  UNION ALL
  MATCH (b)<-[e:RETURNED]-(r:Return {`return`: pair.record})
  WHERE pair.kind = "return"
  RETURN e, false AS inward, false AS lotless, e.returned_at AS began, e.returned_at_end AS ended
  UNION ALL
  MATCH (b)<-[e:HOLDS]-(p:Pack {pack: pair.record})
  WHERE pair.kind = "pack"
  RETURN e, false AS inward, false AS lotless, e.packed_at AS began, coalesce(e.unpacked_at_end, e.unpacked_at) AS ended
}
RETURN b.key AS key, pair.kind AS kind, pair.record AS record, inward, lotless, e.line AS line, e.quantity AS quantity, e.uom AS uom,
       began.epochSeconds * 1000000 + began.microsecond AS earliest, ended.epochSeconds * 1000000 + ended.microsecond AS until,
       e.document AS document, e.event AS event, e.seq AS seq
ORDER BY seq
