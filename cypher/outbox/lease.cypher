// name: outbox.lease
// mode: write
// doc: Let one holder send for a subscription until a moment; no row where another has it.
// param id: the subscription
// param holder: who sends
// param now: the moment
// param until: when it ends
// returns: id, url, kind, failures

MATCH (s:Subscription {subscription: $id})
// The lock, before it is looked at who has the lease.
SET s.writer = randomUUID()
WITH s
WHERE s.lease IS NULL OR s.lease = $holder OR s.lease_until <= $now
SET s.lease = $holder, s.lease_until = $until
RETURN s.subscription AS id, s.url AS url, s.kind AS kind, s.failures AS failures
