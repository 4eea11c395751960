// Pictures at another size.
#pragma once
#include <cstdint>

namespace underpaint {

constexpr int kWeightBits = 14;  // the weights of one pixel add up to 1 << kWeightBits

// Of each row, or column, of the new picture: which ones of the old it is made of, and how much each counts.
struct Axis {
    const int32_t* at;      // (count, taps)
    const int32_t* weight;  // (count, taps)
    const uint8_t* near;    // (count, taps) 1: one of those that it lies between
    int count, taps;
};

// out (down.count, across.count, channels), 3 or 4 of them. Sums of whole numbers, rounded once. A pixel stays within the lightest and the
// darkest of those it lies between, channel by channel, so that no bright or dark seam grows beside an edge. With four
// channels colours count by how much they cover.
template <class Level>
void resize(const Level* paint, int cols, int channels, const Axis& down, const Axis& across, Level* out, int threads);

}  // namespace underpaint
