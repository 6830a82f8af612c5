"""The face of the mirror (Kivy)."""
