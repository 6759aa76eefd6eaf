// name: worst.takes
// mode: read
// doc: Residue that came into batches from the contents of lines, edge by edge, on what equipment and in which run; not what overlapping runs left, nor what the run left itself: no clean lies between those.
// param keys: list of batch keys
// packed: yes
// returns: key, source, equipment, run

UNWIND $keys AS key
MATCH (b:Batch {key: key})<-[e:CARRIED_OVER]-(c:Content)
WHERE NOT EXISTS { MATCH (c)<-[:CARRIED_OVER]-(n:Run|Part) WHERE n.run = e.run }
RETURN b.key AS key, "/c" + c.content AS source, c.equipment AS equipment, e.run AS run
