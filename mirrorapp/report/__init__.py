"""What a physiotherapist is handed: one page of what was done and measured."""
