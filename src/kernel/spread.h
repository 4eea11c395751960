// Labels grow within a mask.
#pragma once
#include <cstdint>

namespace underpaint {

// Grow the labels (rows, cols; 0 is none) that lie in mask (rows, cols) step by step into its empty pixels, in place, a pixel on every
// side at a time: each takes the label that reaches it by the fewest steps; of several, at the first step the one on its right, left,
// lower, else upper side, and afterwards the one on its left, right, upper, else lower side.
void spread_labels(int32_t* label, const uint8_t* mask, int rows, int cols);

}  // namespace underpaint
