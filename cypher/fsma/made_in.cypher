// name: fsma.made_in
// mode: read
// doc: All lines of the runs that ended in a period (began, where no end is recorded); those without a moment as well.
// param from: first moment
// param to: moment after the last
// returns: kind, record, batch, line, head, way

MATCH (r:Run)
WITH r, coalesce(r.ended_at, r.started_at) AS at
WHERE at IS NULL OR (at >= $from AND at < $to)
// include: fsma/made.part
