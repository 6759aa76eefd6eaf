// name: causes.equipment
// mode: read
// doc: Kind and name of equipment.
// param ids: list of equipment ids
// packed: yes
// returns: equipment, kind, name

UNWIND $ids AS id
MATCH (e:Equipment {equipment: id})
RETURN e.equipment AS equipment, e.kind AS kind, e.name AS name
