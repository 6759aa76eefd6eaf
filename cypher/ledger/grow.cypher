// name: ledger.grow
// mode: write
// doc: Keep tiles of the tree over the events, new ones and those that grew.
// param tiles: list of {tile, hashes}
// returns: -

UNWIND $tiles AS row
MERGE (t:Tile {tile: row.tile})
SET t.hashes = row.hashes
