"""Who may send signed messages, and whether one is theirs."""
