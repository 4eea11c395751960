#include "finish.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "patch.h"
#include "threads.h"

namespace underpaint {
namespace {

// How much a vote counts by the square of its distance from the medoid, in 8-bit levels: 256 at 0, half at kLoose.
struct Weights {
    static constexpr int kLoose = 64;
    static constexpr int kFar = 256 * kLoose;  // from here on it counts nothing
    uint16_t of[kFar];

    Weights() {
        for (int gap = 0; gap < kFar; ++gap) of[gap] = uint16_t(256 * kLoose / (kLoose + gap));
    }
    int operator()(int32_t gap) const { return gap < kFar ? of[gap] : 0; }
};

constexpr int kNine = 9;

struct Vote {
    int32_t colour[3];  // in 1/256 of a level
    int32_t alpha;      // a level
};

}  // namespace

template <class Level>
void finish(const Finish<Level>& f, Level* out, int threads) {
    constexpr int depth = sizeof(Level) == 1 ? 1 : 257;
    constexpr int32_t top = sizeof(Level) == 1 ? 255 : 65535;
    const Weights weights;
    const Bases own_bases(f.soft, f.rows, f.cols);
    std::vector<Bases> bases;
    for (int b = 0; b < f.board_count; ++b) bases.emplace_back(f.boards[b].soft, f.boards[b].rows, f.boards[b].cols);
    each_band(f.rows, threads, [&](int first, int last) {
        for (int y = first; y < last; ++y)
            for (int x = 0; x < f.cols; ++x) {
                const size_t p = size_t(y) * f.cols + x;
                if (f.board[p] == kClosed) continue;
                const uint8_t material = f.material[p];
                const bool soft = own_bases.has(material);
                int32_t own_base[3] = {0, 0, 0};
                if (soft) own_bases.at(material, y, x, own_base);

                Level* o = out + p * f.channels;
                // Inside one piece of paint all nine show the same place: a straight copy, but for the base.
                if (y > 0 && x > 0 && y + 1 < f.rows && x + 1 < f.cols) {
                    bool one_piece = true;
                    for (int dy = -1; dy <= 1 && one_piece; ++dy)
                        for (int dx = -1; dx <= 1; ++dx) {
                            const size_t n = p + int64_t(dy) * f.cols + dx;
                            one_piece &= f.board[n] == f.board[p] && f.place_y[n] - dy == f.place_y[p] &&
                                         f.place_x[n] - dx == f.place_x[p];
                        }
                    const BoardPaint<Level>& b = f.boards[f.board[p]];
                    if (one_piece && f.place_y[p] < b.rows && f.place_x[p] < b.cols) {
                        const size_t s = size_t(f.place_y[p]) * b.cols + f.place_x[p];
                        if (b.label[s] == material && !(soft && bases[f.board[p]].has(material))) {
                            for (int c = 0; c < f.channels; ++c) o[c] = b.paint[s * f.channels + c];
                            continue;
                        }
                    }
                }

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
                            if (soft && bases[f.board[n]].has(b.label[s])) {
                                bases[f.board[n]].at(b.label[s], sy, sx, shift);
                                for (int c = 0; c < 3; ++c) shift[c] = (own_base[c] - shift[c]) * depth;
                            }
                            for (int c = 0; c < 3; ++c) v.colour[c] = int32_t(paint[c]) * 256 + shift[c];
                            v.alpha = f.channels == 4 ? paint[3] : top;
                        }
                };
                gather(false);
                if (!count) gather(true);
                if (!count) continue;

                // The medoid by sums of absolute differences, in 8-bit levels.
                int best = 0;
                int32_t level[kNine][3], far[kNine] = {0};
                if (!alike) {
                    for (int i = 0; i < count; ++i)
                        for (int c = 0; c < 3; ++c) level[i][c] = votes[i].colour[c] / (256 * depth);
                    for (int i = 0; i < count; ++i)
                        for (int j = 0; j < i; ++j) {
                            const int32_t d = std::abs(level[i][0] - level[j][0]) + std::abs(level[i][1] - level[j][1]) +
                                              std::abs(level[i][2] - level[j][2]);
                            far[i] += d, far[j] += d;
                        }
                    for (int i = 1; i < count; ++i)
                        if (far[i] < far[best]) best = i;
                }
                int64_t colour[3] = {0, 0, 0}, alpha = 0, total = 0;
                for (int i = 0; i < count; ++i) {
                    int64_t w = 1;
                    if (!alike) {
                        int32_t gap = 0;
                        for (int c = 0; c < 3; ++c) gap += (level[i][c] - level[best][c]) * (level[i][c] - level[best][c]);
                        w = weights(gap);
                    }
                    for (int c = 0; c < 3; ++c) colour[c] += w * votes[i].alpha * votes[i].colour[c];
                    alpha += w * votes[i].alpha;
                    total += w;
                    if (alike) break;
                }
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
