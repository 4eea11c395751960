"""Files in, arrays out, and back. This room knows pictures, palettes and source maps; it knows no film and no engine."""
