// name: outbox.remove_messages
// mode: write
// doc: Take out messages of queues that were done before a moment, or were never done; a part at a time.
// param queue: subscription and state
// param before: the moment; of the time to come: all
// param limit: number at once
// returns: removed

MATCH (o:Outgoing {queue: $queue})
WHERE coalesce(o.done_at, o.at) < $before
WITH o LIMIT toInteger($limit)
DELETE o
RETURN count(*) AS removed
