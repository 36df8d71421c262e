"""Settings of the product, so the same middleware and server, with the bare views of the baseline as its only pages."""

from vmeste.config.settings import *  # noqa: F403  the whole of it

ROOT_URLCONF = "bench.baselines.pages"
