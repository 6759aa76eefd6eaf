// name: fsma.made_in
// mode: read
// doc: All lines of the runs that ended in a period (began, where no end is recorded); those without a moment as well.
// param from: first moment
// param to: moment after the last
// param names: list of properties
// param moments: list of properties that may be times, in microseconds since 1970
// returns: kind, record, key, way, batch, line, head

MATCH (r:Run)
WITH r, coalesce(r.ended_at, r.started_at) AS at
WHERE at IS NULL OR (at >= $from AND at < $to)
// include: fsma/made.part
