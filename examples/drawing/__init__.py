"""The layouts of the example film, drawn by program: `python -m drawing FILM` redraws every cut of a film folder."""
