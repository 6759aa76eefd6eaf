// name: exposure.contents
// mode: read
// doc: Contents of vessels and all states before them in the same chain: the state before, what was charged and what was drawn, each as [material, quantity, unit].
// param ids: list of content ids
// packed: yes
// returns: content, before, charged, drawn

UNWIND $ids AS id
MATCH (h:Content {content: id})
USING INDEX SEEK h:Content(content)
MATCH (h)<-[:PRODUCED|MAYBE_PRODUCED*0..]-(c)
WITH DISTINCT c
WHERE c:Content
RETURN c.content AS content,
       COLLECT { MATCH (c)<-[:PRODUCED|MAYBE_PRODUCED]-(o:Content) RETURN o.content } AS before,
       COLLECT { MATCH (c)<-[:PRODUCED|MAYBE_PRODUCED]-(p:Part)
                 OPTIONAL MATCH (p)<-[e:CONSUMED]-(b:Batch)
                 RETURN [coalesce(b.material, p.backflushed), e.quantity, coalesce(e.uom, b.uom)] } AS charged,
       COLLECT { MATCH (c)-[:CONSUMED|MAYBE_CONSUMED]->(:Part)-[e:PRODUCED]->(b:Batch)
                 RETURN [b.material, e.quantity, coalesce(e.uom, b.uom)] } AS drawn
