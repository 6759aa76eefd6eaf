// name: verify.unfrozen
// mode: read
// doc: Revisions of cases whose frozen answer is gone.
// returns: sha256, case, seq

MATCH (r:Revision)
WHERE r.sha256 IS NOT NULL AND NOT EXISTS { MATCH (:Frozen {sha256: r.sha256}) }
RETURN r.sha256 AS sha256, r.case AS case, r.seq AS seq ORDER BY seq
