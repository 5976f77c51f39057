"""A package file becomes a course model, findings, an index and an overlay."""
