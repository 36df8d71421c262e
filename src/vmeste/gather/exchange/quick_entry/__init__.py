"""Quick entry: what can be read out of the plain words of a need or an offer, to be looked at and corrected."""

from vmeste.gather.exchange.quick_entry.guess import Guess, guess, title_of

__all__ = ["Guess", "guess", "title_of"]
