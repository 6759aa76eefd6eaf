// name: epcis.kept
// mode: read
// doc: Events of EPCIS as they are kept, by hash and by the id that their sender gave them.
// param uids: list of identities
// param ids: list of event ids
// returns: uid, hash, event_id, seq

CALL () {
  UNWIND $uids AS uid
  MATCH (e:EpcisEvent {uid: uid})
  RETURN e
  UNION
  UNWIND $ids AS id
  MATCH (e:EpcisEvent {event_id: id})
  RETURN e
}
RETURN DISTINCT e.uid AS uid, e.hash AS hash, e.event_id AS event_id, e.seq AS seq
