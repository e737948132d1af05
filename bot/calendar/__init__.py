"""Times of day in a zone as instants: when quiet hours begin and end, when a digest is due. Pure."""
