"""Exchange: needs, offers, who fits whom and why, responses until fulfilment."""
