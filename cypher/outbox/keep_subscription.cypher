// name: outbox.keep_subscription
// mode: write
// doc: Keep a subscription; one that is there already is brought up to date.
// param id: its id
// param props: map of url, kind, what, made_by, created_at
// returns: -

MERGE (s:Subscription {subscription: $id})
ON CREATE SET s.failures = 0
SET s += $props
