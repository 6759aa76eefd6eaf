// name: outbox.subscriptions
// mode: read
// doc: All subscriptions by when they were made, with how many messages wait and are dead.
// returns: id, url, kind, what, made_by, created_at, failures, paused_until, waiting, dead

MATCH (s:Subscription)
RETURN s.subscription AS id, s.url AS url, s.kind AS kind, s.what AS what, s.made_by AS made_by,
       s.created_at AS created_at, s.failures AS failures, s.paused_until AS paused_until,
       COUNT { MATCH (:Outgoing {queue: s.subscription + " waiting"}) } AS waiting,
       COUNT { MATCH (:Outgoing {queue: s.subscription + " dead"}) } AS dead
ORDER BY created_at, id
