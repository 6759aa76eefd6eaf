// name: switches.equipment
// mode: read
// doc: Which of these are equipment, and whether the records say that they carry over.
// param ids: list of equipment ids
// packed: yes
// returns: equipment, carry_over

UNWIND $ids AS id
MATCH (e:Equipment {equipment: id})
RETURN e.equipment AS equipment, coalesce(e.carry_over, false) AS carry_over
