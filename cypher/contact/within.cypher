// name: contact.within
// mode: read
// doc: What stands or stood on these packs, a batch (key) or another pack (below), from when to when (ms since 1970, null unknown).
// param packs: list of packs
// packed: yes
// returns: pack, key, below, earliest, latest

UNWIND $packs AS id
MATCH (p:Pack {pack: id})-[e:HOLDS|STACKS]->(n)
// include: contact/stay.part
RETURN p.pack AS pack, CASE WHEN n:Batch THEN n.key END AS key, CASE WHEN n:Pack THEN n.pack END AS below, earliest, latest
