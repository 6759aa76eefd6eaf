// name: outbox.failed
// mode: write
// doc: A message has not arrived: it waits, or is dead; where its receiver is away, all others wait too.
// param id: the subscription
// param outgoing: the message
// param holder: who sent it
// param props: map of queue, tries, due_at, why, done_at
// param paused: map of failures, paused_until; empty where the others go on
// returns: outgoing

MATCH (s:Subscription {subscription: $id})
SET s.writer = randomUUID()
WITH s
WHERE s.lease = $holder
SET s += $paused
WITH s
MATCH (o:Outgoing {outgoing: $outgoing})
SET o += $props
RETURN o.outgoing AS outgoing
