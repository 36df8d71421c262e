"""First floor, «собраться»: who there is, what they need and what they offer."""
