// name: contact.on
// mode: read
// doc: On what packs these batches stand or stood, from when to when (ms since 1970, null unknown).
// param keys: list of batch keys
// packed: yes
// returns: pack, earliest, latest

UNWIND $keys AS key
MATCH (:Batch {key: key})<-[e:HOLDS]-(p:Pack)
// include: contact/stay.part
RETURN p.pack AS pack, earliest, latest
