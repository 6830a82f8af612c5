"""Tells the home over MQTT."""
