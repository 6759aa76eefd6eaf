// name: switches.residue
// mode: read
// doc: On what equipment, and in what run, batches took residue; and on what equipment residue lay (run null).
// param keys: list of batch keys
// param contents: list of content ids
// packed: yes
// returns: source, target, equipment, run

CALL () {
  UNWIND $keys AS key
  MATCH (b:Batch {key: key})<-[e:CARRIED_OVER]-(n)
  RETURN coalesce("/c" + n.content, "/p" + n.part, "/r" + n.run) AS source, b.key AS target, coalesce(e.on, n.equipment) AS equipment, e.run AS run
  UNION ALL
  UNWIND $contents AS id
  MATCH (c:Content {content: id})<-[:CARRIED_OVER]-(n)
  RETURN coalesce("/c" + n.content, "/p" + n.part, "/r" + n.run) AS source, "/c" + c.content AS target, c.equipment AS equipment, null AS run
}
RETURN source, target, equipment, run
