// name: contact.above
// mode: read
// doc: In or on what other packs these stand or stood, from when to when (ms since 1970, null unknown).
// param packs: list of packs
// packed: yes
// returns: pack, above, earliest, latest

UNWIND $packs AS id
MATCH (p:Pack {pack: id})<-[e:STACKS]-(q:Pack)
// include: contact/stay.part
RETURN p.pack AS pack, q.pack AS above, earliest, latest
