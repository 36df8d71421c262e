"""The floor that listens to facts of all rooms below and tells people about them."""
