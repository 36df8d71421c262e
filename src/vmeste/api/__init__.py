"""What programs read of the network: needs, offers, organisations."""
