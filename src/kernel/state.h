// What changes while a cut is painted: how often each place is used, what each pixel shows, which pixels still move.
#pragma once
#include <cstdint>

namespace underpaint {

// fee[s] = open[s] << 24 | price[open[s]] * (patches that overlap the patch at s) / 2^16.
// scratch: (rows, cols).
void usage_fee(const int32_t* match, int64_t pixels, const uint8_t* open, const int64_t* price, int rows, int cols,
               int32_t* scratch, uint32_t* fee, int threads);

// Takes the proposals whose gain holds when all move at once; of the others a share, by hash, so that the sum does not
// overshoot (gain g0 > 0 before and g1 < 0 after: taken with probability g0 / (g0 - g1)). With one and the same array for
// both fees all are taken. Returns how many moved.
int64_t accept(const int32_t* proposal, const int32_t* old_cost, const int32_t* new_cost, const uint32_t* fee_before,
               const uint32_t* fee_after, int rows, int cols, uint32_t turn, uint32_t seed, int32_t* match,
               uint8_t* moved, int threads);

struct Vote {
    const uint8_t* source;    // (source rows, source cols, 8)
    const uint8_t* label;     // (source rows, source cols) material of each pixel, or null
    int source_rows, source_cols;
    const int32_t* match;     // (rows, cols)
    const uint8_t* material;  // (rows, cols), or null
    const uint8_t* active;    // (rows, cols), or null: only where the 5 x 5 around holds a 1 can the vote change
    const uint8_t* free;      // (rows, cols), or null: paint stays where this is 0
    int rows, cols;
    int span;                 // 2: all 25 patches over a pixel have a vote; 1: the nine around it
};

// Each pixel's paint becomes the mean of what the patches over it show there; patches that show another material
// count only where no patch shows the pixel's own. Writes channels 0..2 of target (rows + 4, cols + 4, 8).
void vote(const Vote& v, uint8_t* target, uint8_t* changed, int threads);

// Sums over every fourth pixel of every fourth row: the squared differences of the patches, channel by channel, and the
// fees. Returns how many pixels were looked at.
int64_t energy(const uint8_t* source, const uint32_t* fee, int source_cols, const uint8_t* target, const int32_t* match,
               int rows, int cols, int64_t* channels, int64_t* fees, int threads);

// A match of the next coarser level, coarse (ceil(rows / 2), coarse_cols = ceil(cols / 2)), at double size: each place keeps
// its offset in the four it becomes; what is then off the boards or of another material is -1.
void finer(const int32_t* coarse, int coarse_cols, const uint8_t* open, int source_rows, int source_cols,
           const uint8_t* material, int rows, int cols, int32_t* match, int threads);

// Copies the rim of target (rows + 4, cols + 4, 8) outwards.
void pad_rim(uint8_t* target, int rows, int cols);

}  // namespace underpaint
