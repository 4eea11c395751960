#include "resize.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <type_traits>
#include <vector>

#include "threads.h"

namespace underpaint {

namespace {

template <class Level, int channels>
void resize(const Level* paint, int cols, const Axis& down, const Axis& across, Level* out, int threads) {
    using Sum = std::conditional_t<sizeof(Level) == 1, int32_t, int64_t>;  // what weighed rows add up to
    const size_t line = size_t(cols) * channels;
    constexpr bool covers = channels == 4;
    constexpr Level top = std::numeric_limits<Level>::max();
    constexpr int64_t one = int64_t(1) << 2 * kWeightBits;
    each_band(down.count, threads, [&](int first, int last) {
        std::vector<Sum> sum(line);
        std::vector<Level> low(line), high(line);
        for (int y = first; y < last; ++y) {
            std::fill(sum.begin(), sum.end(), 0);
            std::fill(low.begin(), low.end(), top);
            std::fill(high.begin(), high.end(), Level(0));
            for (int t = y * down.taps; t < (y + 1) * down.taps; ++t) {
                const Level* row = paint + size_t(down.at[t]) * line;
                const Sum weight = down.weight[t];
                if (!covers)
                    for (size_t i = 0; i < line; ++i) sum[i] += weight * row[i];
                else
                    for (size_t i = 0; i < line; i += 4) {
                        for (int c = 0; c < 3; ++c) sum[i + c] += weight * row[i + 3] * row[i + c];
                        sum[i + 3] += weight * row[i + 3];
                    }
                if (down.near[t])
                    for (size_t i = 0; i < line; ++i) low[i] = std::min(low[i], row[i]), high[i] = std::max(high[i], row[i]);
            }
            Level* o = out + size_t(y) * across.count * channels;
            for (int x = 0; x < across.count; ++x, o += channels) {
                int64_t all[channels] = {};
                Level least[channels], most[channels];
                std::fill_n(least, channels, top), std::fill_n(most, channels, Level(0));
                for (int t = x * across.taps; t < (x + 1) * across.taps; ++t) {
                    const size_t from = size_t(across.at[t]) * channels;
                    for (int c = 0; c < channels; ++c) all[c] += int64_t(across.weight[t]) * sum[from + c];
                    if (across.near[t])
                        for (int c = 0; c < channels; ++c)
                            least[c] = std::min(least[c], low[from + c]), most[c] = std::max(most[c], high[from + c]);
                }
                for (int c = 0; c < channels; ++c) {
                    int64_t value = std::max<int64_t>(0, all[c]);
                    if (covers && c < 3) {
                        const int64_t by = std::max<int64_t>(all[channels - 1], 1);
                        value = std::max<int64_t>(0, all[c] + by / 2) / by;
                    } else {
                        value = (value + one / 2) / one;
                    }
                    o[c] = Level(std::clamp<int64_t>(value, least[c], most[c]));
                }
            }
        }
    });
}

}  // namespace

template <class Level>
void resize(const Level* paint, int cols, int channels, const Axis& down, const Axis& across, Level* out, int threads) {
    if (channels == 4) resize<Level, 4>(paint, cols, down, across, out, threads);
    else resize<Level, 3>(paint, cols, down, across, out, threads);
}

template void resize<uint8_t>(const uint8_t*, int, int, const Axis&, const Axis&, uint8_t*, int);
template void resize<uint16_t>(const uint16_t*, int, int, const Axis&, const Axis&, uint16_t*, int);

}  // namespace underpaint
