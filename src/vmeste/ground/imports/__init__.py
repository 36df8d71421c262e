"""Imports: tables of others become things of ours, row by row, with a preview and reasons."""
