"""Web: the home page and what belongs to no single room."""
