"""Everything after the bytes exist: captures in, rows out. Never touches the network."""
