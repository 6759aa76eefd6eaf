// name: case.alarms
// mode: read
// doc: The alarms of a case, in the order of the record.
// param case: id of the case
// returns: key, what, revision, record, sequence, source, row, load, at

MATCH (:Case {case: $case})-[:ALARMED]->(a:Alarm)-[:ABOUT]->(b:Batch)
RETURN b.key AS key, a.what AS what, a.revision AS revision, a.record AS record, a.sequence AS sequence,
       a.source AS source, a.row AS row, a.load AS load, toString(a.at) AS at
ORDER BY a.seq
