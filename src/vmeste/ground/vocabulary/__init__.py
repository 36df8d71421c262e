"""Vocabularies: the words the product chooses from, as data of the release and an administrator's overlay."""
