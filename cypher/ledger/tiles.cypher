// name: ledger.tiles
// mode: read
// doc: Tiles of the tree over the events, by name: level/index.
// param tiles: list of names
// returns: tile, hashes

UNWIND $tiles AS name
MATCH (t:Tile {tile: name})
RETURN t.tile AS tile, t.hashes AS hashes
