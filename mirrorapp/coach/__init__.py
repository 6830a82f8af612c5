"""Guides a session: phases, repetitions, cues. No screen, camera or broker in here."""
