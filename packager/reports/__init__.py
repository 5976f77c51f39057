"""What was found out about packages, in the forms that people and machines read."""
