"""Benchmarks: how quick the product is beside named baselines, as ratios of one run on one machine."""
