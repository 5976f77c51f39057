"""One table per namespace, in the notation of `packager.structure.notation`."""
