// name: outbox.replay
// mode: write
// doc: Let dead messages of a subscription wait again, from the first try on.
// param dead: the subscription and "dead"
// param waiting: the subscription and "waiting"
// param messages: list of ids; empty: all
// param now: the moment
// param limit: number at once
// returns: replayed

MATCH (o:Outgoing {queue: $dead})
WHERE $messages = [] OR o.message IN $messages
WITH o LIMIT toInteger($limit)
SET o.queue = $waiting, o.tries = 0, o.due_at = $now
REMOVE o.done_at, o.why
RETURN count(*) AS replayed
