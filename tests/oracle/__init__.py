"""What is right, worked out from the numbered rules alone in the slowest and plainest way: pair by pair, no database.

Nothing here imports the product, so that a mistake there is not repeated here. A bundle is `{file: [row, ...]}` with
the columns of the CSV bundle and text values.
"""
