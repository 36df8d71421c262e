"""Participants: territories, organisations, who acts for whom, bare networks."""
