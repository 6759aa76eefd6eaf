"""Quantities: units, and where the stock of a batch is (rules 25, 28 to 30). Pure calculation."""
