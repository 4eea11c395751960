// The pixels that the search compares: eight bytes each.
#pragma once
#include <cstdint>

namespace underpaint {

struct Channels {
    const uint8_t* paint;    // (rows, cols, 3), or null: the middle of each label
    const uint8_t* middle;   // (256, 3)
    const uint8_t* label;    // (rows, cols)
    const uint8_t* codes;    // (256, 2)
    const uint8_t* down;     // (rows, cols)
    const uint8_t* across;   // (rows, cols)
    const uint8_t* line;     // (rows, cols) nearness to a line
    const uint8_t* is_soft;  // (256) 1: feels no line
    int rows, cols;
};

// out (rows, cols, 8): paint, the label's code, down, across, line.
void lay_channels(const Channels& c, uint8_t* out, int threads);

}  // namespace underpaint
