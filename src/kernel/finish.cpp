#include "finish.h"

#include <algorithm>
#include <cstdlib>

#include "patch.h"
#include "threads.h"

namespace underpaint {
namespace {

constexpr int kNine = 9;
constexpr int kLoose = 64;  // square of the distance, in 8-bit levels, at which a vote counts half

struct Vote {
    int32_t colour[3];  // in 1/256 of a level
    int32_t alpha;      // a level
};

}  // namespace

template <class Level>
void finish(const Finish<Level>& f, Level* out, int threads) {
    constexpr int depth = sizeof(Level) == 1 ? 1 : 257;
    constexpr int32_t top = sizeof(Level) == 1 ? 255 : 65535;
    each_band(f.rows, threads, [&](int first, int last) {
        for (int y = first; y < last; ++y)
            for (int x = 0; x < f.cols; ++x) {
                const size_t p = size_t(y) * f.cols + x;
                if (f.board[p] == kClosed) continue;
                const uint8_t material = f.material[p];
                const bool soft = f.soft.has(material);
                int32_t own_base[3] = {0, 0, 0};
                if (soft) f.soft.base(material, y, x, own_base);

                Vote votes[kNine];
                int count = 0;
                bool alike = true;
                const auto gather = [&](bool strangers) {
                    int64_t place = -1;
                    for (int ny = std::max(0, y - 1); ny <= std::min(f.rows - 1, y + 1); ++ny)
                        for (int nx = std::max(0, x - 1); nx <= std::min(f.cols - 1, x + 1); ++nx) {
                            const size_t n = size_t(ny) * f.cols + nx;
                            if (f.board[n] == kClosed) continue;
                            const BoardPaint<Level>& b = f.boards[f.board[n]];
                            const int sy = f.place_y[n] + y - ny, sx = f.place_x[n] + x - nx;
                            if (sy < 0 || sx < 0 || sy >= b.rows || sx >= b.cols) continue;
                            const int64_t s = int64_t(sy) * b.cols + sx;
                            if (!strangers && b.label[s] != material) continue;
                            const int64_t here = s * 256 + f.board[n];
                            if (count && here == place) {  // the same paint as the vote before
                                votes[count] = votes[count - 1];
                                ++count;
                                continue;
                            }
                            alike &= place < 0;
                            place = here;
                            Vote& v = votes[count++];
                            const Level* paint = b.paint + s * f.channels;
                            int32_t shift[3] = {0, 0, 0};
                            if (soft && b.soft.has(b.label[s])) {
                                b.soft.base(b.label[s], sy, sx, shift);
                                for (int c = 0; c < 3; ++c) shift[c] = (own_base[c] - shift[c]) * depth;
                            }
                            for (int c = 0; c < 3; ++c) v.colour[c] = int32_t(paint[c]) * 256 + shift[c];
                            v.alpha = f.channels == 4 ? paint[3] : top;
                        }
                };
                gather(false);
                if (!count) gather(true);
                if (!count) continue;

                int best = 0;
                int32_t gap[kNine][kNine];
                if (!alike) {
                    int64_t least = INT64_MAX;
                    for (int i = 0; i < count; ++i) {
                        gap[i][i] = 0;
                        for (int j = 0; j < i; ++j) {
                            int64_t d2 = 0;
                            for (int c = 0; c < 3; ++c) {
                                const int64_t d = (votes[i].colour[c] - votes[j].colour[c]) / (256 * depth);
                                d2 += d * d;
                            }
                            gap[i][j] = gap[j][i] = int32_t(std::min<int64_t>(d2, 1 << 20));
                        }
                    }
                    for (int i = 0; i < count; ++i) {
                        int64_t sum = 0;
                        for (int j = 0; j < count; ++j) sum += gap[i][j];
                        if (sum < least) least = sum, best = i;
                    }
                }
                int64_t colour[3] = {0, 0, 0}, alpha = 0, total = 0;
                for (int i = 0; i < count; ++i) {
                    const int64_t w = alike ? 1 : 256 * kLoose / (kLoose + gap[best][i]);
                    for (int c = 0; c < 3; ++c) colour[c] += w * votes[i].alpha * votes[i].colour[c];
                    alpha += w * votes[i].alpha;
                    total += w;
                    if (alike) break;
                }
                Level* o = out + p * f.channels;
                for (int c = 0; c < 3; ++c) {
                    const int64_t mean = alpha ? (colour[c] + 128 * alpha) / (256 * alpha) : (votes[best].colour[c] + 128) / 256;
                    o[c] = Level(std::clamp<int64_t>(mean, 0, top));
                }
                if (f.channels == 4) o[3] = Level((alpha + total / 2) / total);
            }
    });
}

template void finish<uint8_t>(const Finish<uint8_t>&, uint8_t*, int);
template void finish<uint16_t>(const Finish<uint16_t>&, uint16_t*, int);

}  // namespace underpaint
