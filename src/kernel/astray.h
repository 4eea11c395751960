// Where a board's map misses the edge that its painter painted.
#pragma once
#include <cstdint>

namespace underpaint {

// out (rows, cols): 1 on what lies between a border of label (rows, cols) and the painted edge it was meant for, else 0.
// Along the row or column through a border the steps of paint (rows, cols, 3) from pixel to pixel are looked at, eight
// to each side; if the strongest lies more than two pixels off, the border is astray, and the pixels in between bear the paint of
// the other side. It is not if a step of nine tenths of that strength lies at the border itself, or if none is seen at all.
void astray(const uint8_t* paint, const uint8_t* label, int rows, int cols, uint8_t* out, int threads);

}  // namespace underpaint
