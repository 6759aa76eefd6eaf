"""What is told to others: put down with what is recorded, delivered afterwards until it has arrived."""
