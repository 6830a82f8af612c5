"""How fast the mirror is on this machine, with its real processes and the rehearsal clip."""
