"""One screen a file, each with its layout in a .kv file beside it."""
