// The last coat: the picture at full depth from where each pixel was found.
#pragma once
#include <cstddef>
#include <cstdint>

#include "soft.h"

namespace underpaint {

template <class Level>
struct BoardPaint {
    const Level* paint;    // (rows, cols, channels)
    const uint8_t* label;  // (rows, cols)
    const uint8_t* trusted;  // (rows, cols) label again, or kClosed where the paint is another's
    int rows, cols;
    Soft soft;

    size_t at(int y, int x) const { return size_t(y) * cols + x; }
};

template <class Level>
struct Finish {
    const BoardPaint<Level>* boards;
    int board_count;
    int channels;             // 3, or 4 with straight alpha
    const uint8_t* board;     // (rows, cols) which board; kClosed where nothing is painted
    const uint16_t* place_y;  // (rows, cols) on that board
    const uint16_t* place_x;
    const uint8_t* material;  // (rows, cols)
    int rows, cols;
    Soft soft;                // bases of the cut
    bool true_borders;        // at a border only votes count whose board has it in the same place, as far as there are any
};

// Each pixel looks at what the nine patches around it show there, takes the one most like the others (their medoid) and
// the mean of those close to it: a stroke stays crisp where the nine agree, and a seam is bridged where they do not.
// At a true border the mean keeps closer to the medoid: two borders make a blurred one. Paint of another material counts
// only where none shows the pixel's own, and paint that is not trusted only where no other of the own does.
// out (rows, cols, channels).
template <class Level>
void finish(const Finish<Level>& f, Level* out, int threads);

}  // namespace underpaint
