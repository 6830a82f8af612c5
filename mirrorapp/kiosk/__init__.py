"""The mirror as an appliance."""
