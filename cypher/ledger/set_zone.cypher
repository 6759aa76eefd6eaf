// name: ledger.set_zone
// mode: write
// doc: Read local times of this ledger by another time zone from now on.
// param timezone: IANA name
// returns: -

MATCH (h:Ledger {name: "head"})
SET h.timezone = $timezone
