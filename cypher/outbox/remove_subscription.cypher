// name: outbox.remove_subscription
// mode: write
// doc: Take a subscription out.
// param id: its id
// returns: -

MATCH (s:Subscription {subscription: $id})
DELETE s
