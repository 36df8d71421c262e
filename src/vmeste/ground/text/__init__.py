"""Text: lemmas, full text on both databases, typing errors, likeness of texts."""
