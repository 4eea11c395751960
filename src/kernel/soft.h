// Soft paint: a base that is smooth over a material's place in the picture, and the detail that lies on it.
#pragma once
#include <algorithm>
#include <cstdint>
#include <vector>

namespace underpaint {

constexpr int kTerms = 6;   // 1, u, v, u u, u v, v v
constexpr int kUnit = 256;  // u and v run from 0 to kUnit over the picture's width and the material's height

// The bases of one picture. Whole numbers only, so that every machine finds the same.
struct Soft {
    const int32_t* terms;    // (256, 3, kTerms) per material and channel, in 1/65536 of an 8-bit level
    const uint8_t* is_soft;  // (256)
    const int32_t* top;      // (256) px
    const int32_t* bottom;   // (256) px
};

// The same, looked up: where each row and column of the picture lies is worked out once.
class Bases {
public:
    Bases(const Soft& soft, int rows, int cols) : soft_(soft), across_(cols), down_(256) {
        for (int x = 0; x < cols; ++x) across_[x] = int32_t(int64_t(x) * kUnit / std::max(1, cols - 1));
        for (int m = 0; m < 256; ++m) {
            if (!soft.is_soft[m]) continue;
            const int height = std::max(1, soft.bottom[m] - soft.top[m]);
            down_[m].resize(rows);
            for (int y = 0; y < rows; ++y) {
                const int64_t v = int64_t(y - soft.top[m]) * kUnit / height;
                down_[m][y] = int32_t(std::min<int64_t>(kUnit, std::max<int64_t>(0, v)));
            }
        }
    }

    bool has(uint8_t material) const { return soft_.is_soft[material]; }

    // base[3] in 1/256 of an 8-bit level.
    void at(uint8_t material, int y, int x, int32_t* base) const {
        const int64_t u = across_[x], v = down_[material][y];
        const int32_t* t = soft_.terms + size_t(material) * 3 * kTerms;
        for (int c = 0; c < 3; ++c, t += kTerms) {
            const int64_t flat = int64_t(t[0]) * kUnit * kUnit + (t[1] * u + t[2] * v) * kUnit + t[3] * u * u +
                                 t[4] * u * v + t[5] * v * v;
            base[c] = int32_t(flat / (int64_t(kUnit) * kUnit * 256));
        }
    }

private:
    Soft soft_;
    std::vector<int32_t> across_;
    std::vector<std::vector<int32_t>> down_;
};

// out (rows, cols, 3): the paint of soft materials less its base plus `middle` (256, 3); other paint as it is.
void detail(const uint8_t* paint, int stride, const uint8_t* label, int rows, int cols, const Soft& soft,
            const uint8_t* middle, uint8_t* out, int out_stride, int threads);

}  // namespace underpaint
