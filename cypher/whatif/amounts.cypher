// name: whatif.amounts
// mode: read
// doc: What the parts of charges and draws put in and made, each as [material, quantity, unit], as exposure.contents gives it.
// param parts: list of part ids
// packed: yes
// returns: part, charged, drawn

UNWIND $parts AS id
MATCH (p:Part {part: id})
RETURN p.part AS part,
       COLLECT { MATCH (p) OPTIONAL MATCH (p)<-[e:CONSUMED]-(b:Batch)
                 RETURN [coalesce(b.material, p.backflushed), e.quantity, coalesce(e.uom, b.uom)] } AS charged,
       COLLECT { MATCH (p)-[e:PRODUCED]->(b:Batch) RETURN [b.material, e.quantity, coalesce(e.uom, b.uom)] } AS drawn
