"""What a mirror is built from and where its parts go. Nothing of the program needs any of it."""
