// name: explain.heads
// mode: read
// doc: The records named (a clean by its equipment and moment), with when they were, on what equipment, and the numbers of their events (times in microseconds since 1970, null unknown).
// param records: list of {kind, record, at}
// packed: yes
// returns: kind, record, at, earliest, until, equipment, document, seq

UNWIND $records AS named
CALL (named) {
  MATCH (n:Run {run: named.record}) WHERE named.kind = "run"
  RETURN n, n.started_at AS began, coalesce(n.ended_at_end, n.ended_at) AS ended
  UNION ALL
  MATCH (n:Shipment {shipment: named.record}) WHERE named.kind = "shipment"
  RETURN n, n.shipped_at AS began, n.shipped_at_end AS ended
  UNION ALL
  MATCH (:Equipment {equipment: named.record})<-[:CLEANED]-(n:Cleaning)
  WHERE named.kind = "cleaning" AND n.cleaned_at.epochSeconds * 1000000 + n.cleaned_at.microsecond = named.at
  RETURN n, n.cleaned_at AS began, n.cleaned_at_end AS ended
}
RETURN named.kind AS kind, named.record AS record, named.at AS at,
       began.epochSeconds * 1000000 + began.microsecond AS earliest, ended.epochSeconds * 1000000 + ended.microsecond AS until,
       n.equipment AS equipment, n.document AS document, n.seq AS seq
