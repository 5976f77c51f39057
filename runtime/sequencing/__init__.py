"""What is delivered next: pure decisions over an activity tree."""
