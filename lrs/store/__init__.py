"""Where the statements lie."""
