// name: outbox.heads
// mode: read
// doc: The first message of each strand that waits for a subscription, where it is due, in order.
// param queue: the subscription and "waiting"
// param now: the moment
// param limit: number of messages
// returns: outgoing, id, number, type, subject, data, at, tries

MATCH (w:Outgoing {queue: $queue})
WITH w ORDER BY w.number
WITH w.strand AS strand, head(collect(w.outgoing)) AS first
MATCH (o:Outgoing {outgoing: first})
WHERE o.due_at <= $now
RETURN o.outgoing AS outgoing, o.message AS id, o.number AS number, o.type AS type, o.subject AS subject,
       o.data AS data, o.at AS at, o.tries AS tries
ORDER BY number LIMIT toInteger($limit)
