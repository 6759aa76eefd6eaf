// name: epcis.between
// mode: read
// doc: Events of EPCIS that happened in a period, in order.
// param from: first moment
// param to: moment after the last
// returns: hash, declared_at, body, spaces

MATCH (e:EpcisEvent)
WHERE e.event_time >= $from AND e.event_time < $to
RETURN e.hash AS hash, e.declared_at AS declared_at, e.body AS body, e.spaces AS spaces
ORDER BY e.event_time, hash, declared_at
