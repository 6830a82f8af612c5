"""`make install` for real, in a Debian 12 and a Debian 13 of its own (docs/install.md)."""
