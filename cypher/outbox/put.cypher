// name: outbox.put
// mode: write
// doc: Put down messages, one for each subscription that wants it; one that is there already stays.
// param messages: list of maps of id, topic, type, subject, strand, data, people
// param at: when
// returns: -

MATCH (h:Ledger {name: "head"})
WITH h, coalesce(h.outgoing, 0) AS before
SET h.outgoing = before + size($messages)
WITH before
UNWIND range(0, size($messages) - 1) AS place
WITH $messages[place] AS said, before + place + 1 AS number
MATCH (s:Subscription)
WHERE said.topic IN s.what AND (said.people OR s.kind <> "people")
MERGE (o:Outgoing {outgoing: s.subscription + " " + said.id})
ON CREATE SET o.queue = s.subscription + " waiting", o.number = number, o.message = said.id, o.strand = said.strand,
    o.type = said.type, o.subject = said.subject, o.data = said.data, o.at = $at, o.tries = 0, o.due_at = $at
