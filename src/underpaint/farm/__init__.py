"""Runs requests: inputs read, painted, and written all together or not at all."""
