// name: epcis.one
// mode: read
// doc: The events of EPCIS of that id or hash.
// param id: the id of an event, or its hash
// returns: uid, event_time, hash, event_id, record_time, body, spaces

CALL () {
  MATCH (e:EpcisEvent {hash: $id})
  RETURN e
  UNION
  MATCH (e:EpcisEvent {event_id: $id})
  RETURN e
}
RETURN e.uid AS uid, e.event_time AS event_time, e.hash AS hash, e.event_id AS event_id,
       toString(e.record_time) AS record_time, e.body AS body, e.spaces AS spaces
ORDER BY e.declared_at IS NOT NULL, e.hash
