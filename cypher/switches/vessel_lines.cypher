// name: switches.vessel_lines
// mode: read
// doc: Every charge and draw of vessels, by its part, with quantity and time (microseconds since 1970, null unknown).
// param vessels: list of equipment ids
// packed: yes
// returns: vessel, part, role, run, key, material, quantity, uom, at, at_end

UNWIND $vessels AS id
MATCH (e:Equipment {equipment: id})<-[:RAN_ON]-(:Run)-[:HAS_PART]->(p:Part)
WHERE p.equipment = e.equipment AND p.role IS NOT NULL
WITH DISTINCT e, p
OPTIONAL MATCH (p)-[l:CONSUMED|PRODUCED]-(b:Batch)
RETURN e.equipment AS vessel, p.part AS part, p.role AS role, p.run AS run, b.key AS key, b.material AS material, l.quantity AS quantity, l.uom AS uom,
       p.at.epochSeconds * 1000000 + p.at.microsecond AS at, p.at_end.epochSeconds * 1000000 + p.at_end.microsecond AS at_end
ORDER BY vessel, part
