// Regions of a material map.
#pragma once
#include <cstdint>

namespace underpaint {

// Connected pieces (sides touching) of equal labels: piece (rows, cols), numbered from 0 in reading order. Returns how many.
int pieces(const uint8_t* label, int rows, int cols, int32_t* piece);

// Where each pixel lies inside its own piece: down and across (rows, cols), 0 at the top or left of the piece, 255 at its
// bottom or right.
void place_in_piece(const int32_t* piece, int count, int rows, int cols, uint8_t* down, uint8_t* across, int threads);

// half (ceil(rows / 2), ceil(cols / 2)): the most frequent of two by two labels, the upper left one where they tie.
void halve_labels(const uint8_t* full, int rows, int cols, uint8_t* half, int threads);

}  // namespace underpaint
