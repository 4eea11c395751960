#include "pyramid.h"

#include <algorithm>
#include <cstddef>

#include "threads.h"

namespace underpaint {

template <class Level>
void halve(const Level* full, int rows, int cols, int channels, Level* half, int threads) {
    const int half_rows = (rows + 1) / 2, half_cols = (cols + 1) / 2;
    const size_t row = size_t(cols) * channels;
    each_band(half_rows, threads, [&](int first, int last) {
        for (int y = first; y < last; ++y) {
            const Level* a = full + size_t(2 * y) * row;
            const Level* b = full + size_t(std::min(2 * y + 1, rows - 1)) * row;
            Level* out = half + size_t(y) * half_cols * channels;
            for (int x = 0; x < half_cols; ++x) {
                const size_t l = size_t(2 * x) * channels, r = size_t(std::min(2 * x + 1, cols - 1)) * channels;
                for (int c = 0; c < channels; ++c)
                    out[size_t(x) * channels + c] = Level((a[l + c] + a[r + c] + b[l + c] + b[r + c] + 2) / 4);
            }
        }
    });
}

template void halve<uint8_t>(const uint8_t*, int, int, int, uint8_t*, int);
template void halve<uint16_t>(const uint16_t*, int, int, int, uint16_t*, int);

}  // namespace underpaint
