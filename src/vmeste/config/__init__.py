"""The frame of the house: settings, addresses, processes, command line."""
