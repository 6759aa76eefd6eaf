"""The ledger outside of the database: signed, exported, brought back."""
