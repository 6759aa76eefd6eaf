// name: clock.on_equipment
// mode: read
// doc: What hangs on the clocks of this equipment: its cleans and the runs on it that hold times without a zone.
// param equipment: list of ids
// returns: label, id

UNWIND $equipment AS id
MATCH (q:Equipment {equipment: id})<-[:CLEANED]-(c:Cleaning)
WHERE c.cleaned_at_text IS NOT NULL
RETURN "Cleaning" AS label, c.uid AS id
UNION
UNWIND $equipment AS id
MATCH (q:Equipment {equipment: id})<-[:RAN_ON]-(r:Run)
RETURN "Run" AS label, r.run AS id
