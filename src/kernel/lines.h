// Lines: where a painting has edges, and how near each pixel is to a line.
#pragma once
#include <cstdint>

namespace underpaint {

constexpr int kLineReach = 16;  // px from a line to where it is no longer felt

// out (rows, cols): 255 on a line, falling evenly to 0 at kLineReach px (exact Euclidean distance).
void line_nearness(const uint8_t* line, int rows, int cols, uint8_t* out, int threads);

// Edges of a painting (rows, cols, 3): an edge-preserving mean, then Canny's method (1986) on light and two chromas,
// strongest of the three. high and low are in levels per px. Pieces of fewer than `shortest` px are dropped; edge
// (rows, cols) holds on each px of a piece how strong the whole piece is, 1..255 half levels per px, else 0.
void painted_edges(const uint8_t* paint, int rows, int cols, int high, int low, int shortest, uint8_t* edge, int threads);

}  // namespace underpaint
