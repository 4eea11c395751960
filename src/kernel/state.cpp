#include "state.h"

#include <algorithm>
#include <cstring>
#include <cstdlib>
#include <vector>

#include "patch.h"
#include "threads.h"

namespace underpaint {
namespace {

constexpr int64_t kWorthSharing = 1 << 18;  // pixels

}  // namespace
namespace {

constexpr int kStill = 6;  // levels: paint that changed by less does not wake the pixels around it

}  // namespace

void usage_fee(const int32_t* match, int64_t pixels, const uint8_t* open, const int64_t* price, int rows, int cols,
               int32_t* scratch, uint32_t* fee, int threads) {
    const size_t places = size_t(rows) * cols;
    // Each part of the boards counts its own places: nobody waits for anybody, and every count is whole.
    each_part(pixels > kWorthSharing ? threads : 1, [&](int part, int parts) {
        const uint32_t first = uint32_t(places * part / parts), size = uint32_t(places * (part + 1) / parts) - first;
        std::fill_n(fee + first, size, 0u);
        for (int64_t p = 0; p < pixels; ++p)
            if (uint32_t(match[p]) - first < size) ++fee[match[p]];
    });
    // Two patches overlap in (5 - |dy|)(5 - |dx|) pixels: a separable tent of nine.
    constexpr int reach = 2 * kRadius;
    each_band(rows, threads, [&](int first, int last) {
        std::vector<int32_t> wide(cols + 2 * reach, 0);
        for (int y = first; y < last; ++y) {
            std::copy_n(fee + size_t(y) * cols, cols, wide.data() + reach);
            int32_t* out = scratch + size_t(y) * cols;
            const int32_t* w = wide.data();
            for (int x = 0; x < cols; ++x)
                out[x] = w[x] + w[x + 8] + 2 * (w[x + 1] + w[x + 7]) + 3 * (w[x + 2] + w[x + 6]) +
                         4 * (w[x + 3] + w[x + 5]) + 5 * w[x + 4];
        }
    });
    each_band(rows, threads, [&](int first, int last) {
        std::vector<int32_t> sum(cols);
        for (int y = first; y < last; ++y) {
            std::fill(sum.begin(), sum.end(), 0);
            for (int d = -reach; d <= reach; ++d) {
                if (y + d < 0 || y + d >= rows) continue;
                const int32_t* in = scratch + size_t(y + d) * cols;
                const int weight = kSide - std::abs(d);
                for (int x = 0; x < cols; ++x) sum[x] += weight * in[x];
            }
            uint32_t* out = fee + size_t(y) * cols;
            const uint8_t* o = open + size_t(y) * cols;
            for (int x = 0; x < cols; ++x) {
                const int64_t f = (int64_t(sum[x]) * price[o[x]]) >> 16;
                out[x] = uint32_t(o[x]) << kFeeBits | uint32_t(std::min<int64_t>(f, kFeeMax));
            }
        }
    });
}

int64_t accept(const int32_t* proposal, const int32_t* old_cost, const int32_t* new_cost, const uint32_t* fee_before,
               const uint32_t* fee_after, int rows, int cols, uint32_t turn, uint32_t seed, int32_t* match,
               uint8_t* moved, int threads) {
    std::vector<int64_t> count(rows, 0);
    const auto fee = [](const uint32_t* fees, int32_t place) { return int64_t(fees[place] & kFeeMax); };
    each_band(rows, threads, [&](int first, int last) {
        for (int y = first; y < last; ++y)
            for (int x = 0; x < cols; ++x) {
                const size_t p = size_t(y) * cols + x;
                const int32_t to = proposal[p], from = match[p];
                if (to == from) continue;
                if (from >= 0 && fee_after != fee_before) {
                    const int64_t won = int64_t(old_cost[p]) - new_cost[p];
                    const int64_t g0 = won + fee(fee_before, from) - fee(fee_before, to);
                    const int64_t g1 = won + fee(fee_after, from) - fee(fee_after, to);
                    if (g1 < 0 && int64_t(mix(uint32_t(p), turn, seed) >> 16) * (g0 - g1) >= g0 * 65536) continue;
                }
                match[p] = to;
                moved[p] = 1;
                ++count[y];
            }
    });
    int64_t all = 0;
    for (int64_t c : count) all += c;
    return all;
}

namespace {

// Sums of what patches show at one pixel: red and blue side by side in one word, green in another; 25 times 255 fits
// sixteen bits.
struct Sum {
    uint32_t red_blue = 0, green = 0, count = 0;

    void add(const uint8_t* c, uint32_t all_ones_if_counted) {
        uint32_t paint;
        std::memcpy(&paint, c, 4);
        paint = in_order(paint) & all_ones_if_counted;
        red_blue += paint & 0xFF00FF;
        green += paint >> 8 & 0xFF;
        count += all_ones_if_counted & 1;
    }
    uint8_t mean(int channel) const {
        const uint32_t sum = channel == 0 ? red_blue & 0xFFFF : channel == 1 ? green : red_blue >> 16;
        return uint8_t((2 * sum + count) / (2 * count));
    }
    static uint32_t in_order(uint32_t bytes) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        return __builtin_bswap32(bytes);
#else
        return bytes;
#endif
    }
};

template <int span, bool labelled, bool whole>
Sum votes_at(const Vote& v, int y, int x, int y0, int y1, int x0, int x1) {
    Sum sum;
    const uint8_t material = labelled ? v.material[size_t(y) * v.cols + x] : 0;
    for (int dy = y0; dy <= y1; ++dy) {
        const int32_t* match = v.match + size_t(y + dy) * v.cols + x;
        const int32_t back = dy * v.source_cols;
        for (int dx = x0; dx <= x1; ++dx) {
            if (!whole && match[dx] < 0) continue;
            const size_t s = size_t(match[dx] - back - dx);
            const bool counted = !labelled || v.label[s] == material;
            sum.add(v.source + s * kChannels, 0u - uint32_t(counted));
        }
    }
    return sum;
}

// wake[x] = 1 where active holds a 1 within span px of (y, x).
template <int span>
void wake_row(const Vote& v, int y, uint8_t* down, uint8_t* wake) {
    std::fill(down, down + v.cols + 2 * span, uint8_t(0));
    for (int n = std::max(0, y - span); n <= std::min(v.rows - 1, y + span); ++n) {
        const uint8_t* active = v.active + size_t(n) * v.cols;
        for (int x = 0; x < v.cols; ++x) down[x + span] |= active[x];
    }
    std::copy(down, down + v.cols, wake);
    for (int d = 1; d <= 2 * span; ++d)
        for (int x = 0; x < v.cols; ++x) wake[x] |= down[x + d];
}

template <int span, bool labelled>
void vote_rows(const Vote& v, bool whole, uint8_t* target, uint8_t* changed, int threads) {
    const size_t t_row = size_t(v.cols + 2 * kRadius) * kChannels;
    each_band(v.rows, threads, [&](int first, int last) {
        std::vector<uint8_t> down(v.cols + 2 * span), wake(v.cols, 1);
        for (int y = first; y < last; ++y) {
            if (v.active) wake_row<span>(v, y, down.data(), wake.data());
            const int y0 = std::max(-span, -y), y1 = std::min(span, v.rows - 1 - y);
            for (int x = 0; x < v.cols; ++x) {
                const size_t p = size_t(y) * v.cols + x;
                if (!wake[x] || (v.free && !v.free[p])) continue;
                const int x0 = std::max(-span, -x), x1 = std::min(span, v.cols - 1 - x);
                const bool inner = whole && y1 - y0 == 2 * span && x1 - x0 == 2 * span;
                Sum sum = inner ? votes_at<span, labelled, true>(v, y, x, -span, span, -span, span)
                                : votes_at<span, labelled, false>(v, y, x, y0, y1, x0, x1);
                if (labelled && !sum.count) sum = votes_at<span, false, false>(v, y, x, y0, y1, x0, x1);
                if (!sum.count) continue;
                uint8_t* t = target + (y + kRadius) * t_row + size_t(x + kRadius) * kChannels;
                bool new_paint = false;
                for (int c = 0; c < 3; ++c) {
                    const uint8_t mean = sum.mean(c);
                    new_paint |= std::abs(int(mean) - t[c]) > kStill;
                    t[c] = mean;
                }
                if (new_paint) changed[p] = 1;
            }
        }
    });
}

}  // namespace

void vote(const Vote& v, uint8_t* target, uint8_t* changed, int threads) {
    const int32_t* end = v.match + size_t(v.rows) * v.cols;
    const bool whole = std::none_of(v.match, end, [](int32_t m) { return m < 0; });
    const auto rows = v.span == 1 ? (v.label ? vote_rows<1, true> : vote_rows<1, false>)
                                  : (v.label ? vote_rows<2, true> : vote_rows<2, false>);
    rows(v, whole, target, changed, threads);
    pad_rim(target, v.rows, v.cols);
}

int64_t energy(const uint8_t* source, const uint32_t* fee, int source_cols, const uint8_t* target, const int32_t* match,
               int rows, int cols, int64_t* channels, int64_t* fees, int threads) {
    constexpr int step = 4;
    struct Row {
        int64_t channels[kChannels], fees, looked;
    };
    std::vector<Row> found((rows + step - 1) / step, Row{});
    const size_t t_row = size_t(cols + 2 * kRadius) * kChannels, s_row = size_t(source_cols) * kChannels;
    each_band(int(found.size()), threads, [&](int first, int last) {
        for (int i = first; i < last; ++i) {
            Row& sum = found[i];
            const int y = step * i;
            for (int x = 0; x < cols; x += step) {
                const int32_t m = match[size_t(y) * cols + x];
                if (m < 0) continue;
                ++sum.looked;
                sum.fees += fee[m] & kFeeMax;
                const uint8_t* t = target + y * t_row + size_t(x) * kChannels;
                const uint8_t* s = source + (size_t(m) - size_t(kRadius) * source_cols - kRadius) * kChannels;
                int32_t patch[kChannels] = {0};
                for (int dy = 0; dy < kSide; ++dy, t += t_row, s += s_row)
                    for (int n = 0; n < kSide * kChannels; n += kChannels)
                        for (int c = 0; c < kChannels; ++c) {
                            const int d = int(t[n + c]) - int(s[n + c]);
                            patch[c] += d * d;
                        }
                for (int c = 0; c < kChannels; ++c) sum.channels[c] += patch[c];
            }
        }
    });
    int64_t looked = 0;
    std::fill(channels, channels + kChannels, int64_t(0));
    *fees = 0;
    for (const Row& row : found) {
        for (int c = 0; c < kChannels; ++c) channels[c] += row.channels[c];
        *fees += row.fees, looked += row.looked;
    }
    return looked;
}

void finer(const int32_t* coarse, int coarse_cols, const uint8_t* open, int source_rows, int source_cols,
           const uint8_t* material, int rows, int cols, int32_t* match, int threads) {
    const int32_t half = (source_cols + 1) / 2;
    each_band(rows, threads, [&](int first, int last) {
        for (int y = first; y < last; ++y) {
            const int32_t* up = coarse + size_t(y / 2) * coarse_cols;
            for (int x = 0; x < cols; ++x) {
                const size_t p = size_t(y) * cols + x;
                const int32_t m = up[x / 2];
                match[p] = -1;
                if (m < 0) continue;
                const int sy = 2 * (m / half) + (y & 1), sx = 2 * (m % half) + (x & 1);
                if (sy >= source_rows || sx >= source_cols) continue;
                const size_t place = size_t(sy) * source_cols + sx;
                if (open[place] == material[p]) match[p] = int32_t(place);
            }
        }
    });
}

void pad_rim(uint8_t* target, int rows, int cols) {
    const size_t row = size_t(cols + 2 * kRadius) * kChannels;
    for (int y = kRadius; y < rows + kRadius; ++y) {
        uint8_t* line = target + y * row;
        for (int i = 0; i < kRadius; ++i) {
            std::memcpy(line + i * kChannels, line + kRadius * kChannels, kChannels);
            std::memcpy(line + size_t(cols + kRadius + i) * kChannels, line + size_t(cols + kRadius - 1) * kChannels, kChannels);
        }
    }
    for (int i = 0; i < kRadius; ++i) {
        std::memcpy(target + i * row, target + kRadius * row, row);
        std::memcpy(target + (rows + kRadius + i) * row, target + (rows + kRadius - 1) * row, row);
    }
}

}  // namespace underpaint
