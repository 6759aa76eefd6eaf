// name: scope.cleaned
// mode: read
// doc: Draws that a clean of their vessel keeps apart from these contents, and outputs of runs that one of their line does (rules 14, 15), with when it was done (microseconds since 1970, null unknown).
// param ids: list of content ids
// packed: yes
// returns: content, equipment, run, output, cleaned

UNWIND $ids AS id
MATCH (c:Content {content: id})
USING INDEX SEEK c:Content(content)
MATCH (c)-[k:CUT]->(p)
OPTIONAL MATCH (n:Cleaning {uid: k.clean})
UNWIND CASE WHEN p:Batch THEN [p.key] ELSE COLLECT { MATCH (p)-[:PRODUCED]->(b:Batch) RETURN b.key } END AS output
RETURN c.content AS content, c.equipment AS equipment, coalesce(k.run, p.run) AS run, output,
       n.cleaned_at.epochSeconds * 1000000 + n.cleaned_at.microsecond AS cleaned
ORDER BY output, run, content
