"""The production: a film's folder with its boards, cuts and takes, and the journal of what people decided."""
