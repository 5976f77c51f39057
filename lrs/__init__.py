"""The learning record store: xAPI statements, kept and queried."""
