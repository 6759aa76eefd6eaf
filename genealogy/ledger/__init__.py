"""The ledger: every recorded event a leaf of one Merkle tree, checkpoints signed and kept elsewhere, and the proof."""
