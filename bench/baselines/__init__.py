"""What each measure is held against: the same work by bare means."""
