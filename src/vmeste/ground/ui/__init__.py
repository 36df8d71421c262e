"""The look: shell, components, how views answer, how errors are told."""
