"""Who may do what: callers, their keys and tokens, the rule of each route, and what an outside party may see."""
