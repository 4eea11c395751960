// Pictures at half size.
#pragma once
#include <cstdint>

namespace underpaint {

// half (ceil(rows / 2), ceil(cols / 2), channels): the rounded mean of two by two pixels, the rim repeated where odd.
template <class Level>
void halve(const Level* full, int rows, int cols, int channels, Level* half, int threads);

}  // namespace underpaint
