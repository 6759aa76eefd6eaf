// name: outbox.delivered
// mode: write
// doc: A message has arrived, and its receiver is there.
// param id: the subscription
// param outgoing: the message
// param holder: who sent it
// param now: the moment
// returns: outgoing

MATCH (s:Subscription {subscription: $id})
SET s.writer = randomUUID()
WITH s
WHERE s.lease = $holder
SET s.failures = 0
REMOVE s.paused_until
WITH s
MATCH (o:Outgoing {outgoing: $outgoing})
SET o.queue = $id + " delivered", o.done_at = $now, o.tries = o.tries + 1
REMOVE o.why
RETURN o.outgoing AS outgoing
