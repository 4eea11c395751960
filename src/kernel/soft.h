// Soft paint: a base that is smooth over a material's place in the picture, and the detail that lies on it.
#pragma once
#include <algorithm>
#include <cstdint>

namespace underpaint {

constexpr int kTerms = 6;   // 1, u, v, u u, u v, v v
constexpr int kUnit = 256;  // u and v run from 0 to kUnit over the picture's width and the material's height

// The bases of one picture. Whole numbers only, so that every machine finds the same.
struct Soft {
    const int32_t* terms;   // (256, 3, kTerms) per material and channel, in 1/65536 of an 8-bit level
    const uint8_t* is_soft; // (256)
    const int32_t* top;     // (256) px
    const int32_t* bottom;  // (256) px
    int cols;

    bool has(uint8_t material) const { return is_soft[material]; }

    // base[3] in 1/256 of an 8-bit level.
    void base(uint8_t material, int y, int x, int32_t* out) const {
        const int64_t u = int64_t(x) * kUnit / std::max(1, cols - 1);
        const int height = std::max(1, bottom[material] - top[material]);
        const int64_t v = std::min<int64_t>(kUnit, std::max<int64_t>(0, int64_t(y - top[material]) * kUnit / height));
        const int32_t* t = terms + size_t(material) * 3 * kTerms;
        for (int c = 0; c < 3; ++c, t += kTerms) {
            const int64_t flat = int64_t(t[0]) * kUnit * kUnit + (int64_t(t[1]) * u + int64_t(t[2]) * v) * kUnit +
                                 int64_t(t[3]) * u * u + int64_t(t[4]) * u * v + int64_t(t[5]) * v * v;
            out[c] = int32_t(flat / (int64_t(kUnit) * kUnit * 256));
        }
    }
};

// out (rows, cols, 3): the paint of soft materials less its base plus `middle` (256, 3); other paint as it is.
void detail(const uint8_t* paint, int stride, const uint8_t* label, int rows, int cols, const Soft& soft,
            const uint8_t* middle, uint8_t* out, int out_stride, int threads);

}  // namespace underpaint
