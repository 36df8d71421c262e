"""Vmeste: the shared workplace of organisations that educate children beyond the school lesson."""
