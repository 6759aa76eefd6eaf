// name: whatif.equipment
// mode: read
// doc: Which of these are equipment, and where it stands.
// param ids: list of equipment ids
// packed: yes
// returns: equipment, location

UNWIND $ids AS id
MATCH (e:Equipment {equipment: id})
RETURN e.equipment AS equipment, e.location AS location
