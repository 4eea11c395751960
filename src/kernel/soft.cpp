#include "soft.h"

#include "threads.h"

namespace underpaint {

void detail(const uint8_t* paint, int stride, const uint8_t* label, int rows, int cols, const Soft& soft,
            const uint8_t* middle, uint8_t* out, int out_stride, int threads) {
    const Bases bases(soft, rows, cols);
    each_band(rows, threads, [&](int first, int last) {
        for (int y = first; y < last; ++y)
            for (int x = 0; x < cols; ++x) {
                const size_t p = size_t(y) * cols + x;
                const uint8_t* in = paint + p * stride;
                uint8_t* o = out + p * out_stride;
                int32_t base[3] = {0, 0, 0};
                const uint8_t m = label[p];
                if (bases.has(m)) {
                    bases.at(m, y, x, base);
                    for (int c = 0; c < 3; ++c) base[c] = ((base[c] + 128) >> 8) - middle[3 * m + c];
                }
                for (int c = 0; c < 3; ++c) o[c] = uint8_t(std::clamp(in[c] - base[c], 0, 255));
            }
    });
}

}  // namespace underpaint
