// name: scope.cleaned
// mode: read
// doc: Draws that a clean of their vessel keeps apart from these contents (rule 14), with when it was done (microseconds since 1970, null unknown).
// param ids: list of content ids
// packed: yes
// returns: content, vessel, run, output, cleaned

UNWIND $ids AS id
MATCH (c:Content {content: id})-[k:CUT]->(p:Part)-[:PRODUCED]->(b:Batch)
OPTIONAL MATCH (n:Cleaning {uid: k.clean})
RETURN c.content AS content, c.equipment AS vessel, p.run AS run, b.key AS output,
       n.cleaned_at.epochSeconds * 1000000 + n.cleaned_at.microsecond AS cleaned
ORDER BY output, run, content
