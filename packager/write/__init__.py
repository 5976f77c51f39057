"""Writing packages: descriptors from the course model, and whole archives."""
