// name: outbox.due
// mode: read
// doc: Subscriptions that have messages waiting and are not paused.
// param now: the moment
// returns: id

MATCH (s:Subscription)
WHERE coalesce(s.paused_until, $now) <= $now AND EXISTS { MATCH (:Outgoing {queue: s.subscription + " waiting"}) }
RETURN s.subscription AS id
ORDER BY id
