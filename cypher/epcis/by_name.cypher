// name: epcis.by_name
// mode: read
// doc: Events of EPCIS that name one of these identifiers, in the order in which they happened.
// param epcs: list of identifiers
// param roles: list of members in which they may stand
// param from: first moment of the event
// param to: moment after the last
// param types: list of types of events, or null
// param actions: list of actions, or null
// param steps: list of business steps, or null
// param dispositions: list of dispositions, or null
// param read_points: list of read points, or null
// param locations: list of business locations, or null
// param recorded_from: first moment of recording, or null
// param recorded_to: moment after the last, or null
// param named: list of {roles, epcs}: of each, an event names one in one of its roles
// param at: event time of the last event of the page before, or null
// param uid: its identity
// param limit: number of events
// returns: uid, event_time, hash, event_id, record_time, body, spaces

UNWIND $epcs AS epc
MATCH (i:Identifier {epc: epc})<-[m:NAMES]-(e:EpcisEvent)
WHERE m.role IN $roles
WITH DISTINCT e
WHERE e.event_time >= $from AND e.event_time < $to
  AND ($at IS NULL OR e.event_time > $at OR (e.event_time = $at AND e.uid > $uid))
  AND ($types IS NULL OR e.type IN $types)
  AND ($actions IS NULL OR e.action IN $actions)
  AND ($steps IS NULL OR e.biz_step IN $steps)
  AND ($dispositions IS NULL OR e.disposition IN $dispositions)
  AND ($read_points IS NULL OR e.read_point IN $read_points)
  AND ($locations IS NULL OR e.biz_location IN $locations)
  AND ($recorded_from IS NULL OR e.record_time >= $recorded_from)
  AND ($recorded_to IS NULL OR e.record_time < $recorded_to)
  AND all(
    named IN $named WHERE EXISTS {
      MATCH (e)-[n:NAMES]->(x:Identifier) WHERE n.role IN named.roles AND x.epc IN named.epcs
    }
  )
RETURN e.uid AS uid, e.event_time AS event_time, e.hash AS hash, e.event_id AS event_id,
       toString(e.record_time) AS record_time, e.body AS body, e.spaces AS spaces
ORDER BY e.event_time, e.uid
LIMIT $limit
