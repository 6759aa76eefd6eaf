// name: clock.of_runs
// mode: read
// doc: Every time without a zone in these runs, as it was written, with the clock it is to be read by.
// param runs: list of run ids
// returns: label, id, uid, texts, zone, day_start

UNWIND $runs AS id
MATCH (r:Run {run: id})
OPTIONAL MATCH (r)-[:AT]->(own:Location)
OPTIONAL MATCH (r)-[:RAN_ON {uid: "head"}]->(:Equipment)-[:AT]->(its:Location)
WITH r, coalesce(own, its) AS l
CALL (r, l) {
  RETURN "Run" AS label, null AS uid, {started_at: r.started_at_text, ended_at: r.ended_at_text} AS texts, l AS place
  UNION ALL
  MATCH (r)-[e:CONSUMED|INPUT_LINE|BACKFLUSHED|PRODUCED|OUTPUT_LINE]-()
  WHERE e.at_text IS NOT NULL
  RETURN "Run" AS label, e.uid AS uid, {at: e.at_text} AS texts, l AS place
  UNION ALL
  MATCH (r)-[e:RAN_ON|RUN_BY]->(other)
  WHERE e.from_text IS NOT NULL OR e.to_text IS NOT NULL
  OPTIONAL MATCH (r)-[:RAN_ON {uid: e.uid}]->(used:Equipment)
  OPTIONAL MATCH (used)-[:AT]->(its:Location)
  RETURN "Run" AS label, e.uid AS uid, {from: e.from_text, to: e.to_text} AS texts,
         CASE WHEN used IS NULL THEN l ELSE its END AS place
  UNION ALL
  MATCH (r)-[:MEASURED]->(p:Parameter)
  WHERE p.at_text IS NOT NULL
  RETURN "Parameter" AS label, p.uid AS uid, {at: p.at_text} AS texts, l AS place
  UNION ALL
  MATCH (r)<-[:CHECKED]-(i:Inspection)
  WHERE i.inspected_at_text IS NOT NULL
  RETURN "Inspection" AS label, i.uid AS uid, {inspected_at: i.inspected_at_text} AS texts, l AS place
}
RETURN label, r.run AS id, uid, texts, place.timezone AS zone, place.day_start AS day_start
