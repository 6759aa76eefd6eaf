// name: outbox.messages
// mode: read
// doc: Messages of a queue, in order.
// param queue: subscription and state
// param limit: number of messages
// returns: message, number, type, subject, at, tries, why, done_at

MATCH (o:Outgoing {queue: $queue})
RETURN o.message AS message, o.number AS number, o.type AS type, o.subject AS subject, o.at AS at, o.tries AS tries,
       o.why AS why, o.done_at AS done_at
ORDER BY number LIMIT toInteger($limit)
