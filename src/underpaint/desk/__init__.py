"""The page where the work happens: one film served on this machine, for artists who look and do not type."""
