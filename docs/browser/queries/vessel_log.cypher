// A vessel: charges, draws and cleans in the order of time
MATCH (v:Equipment {equipment: $equipment})<-[:RAN_ON]-(r:Run)
WHERE r.kind IN ["charge", "draw"]
OPTIONAL MATCH (r)<-[i:INPUT_LINE]-(charged:Batch)
OPTIONAL MATCH (r)-[o:OUTPUT_LINE]->(drawn:Batch)
RETURN r.started_at AS at, r.kind AS what, coalesce(charged.key, drawn.key) AS batch,
       coalesce(i.quantity, o.quantity) AS quantity, coalesce(i.uom, o.uom) AS unit
UNION ALL
MATCH (v:Equipment {equipment: $equipment})<-[:CLEANED]-(c:Cleaning)
RETURN c.cleaned_at AS at, "clean" + CASE WHEN c.validated THEN ", validated" ELSE "" END AS what,
       null AS batch, null AS quantity, null AS unit
ORDER BY at
