#include "finish.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "patch.h"
#include "threads.h"

namespace underpaint {
namespace {

// How much a vote counts by the square of its distance from the medoid, in 8-bit levels: 256 at 0, half at `half`.
struct Weights {
    static constexpr int kLoose = 64, kTight = 8;
    static constexpr int kFar = 256 * kLoose;  // from here on it counts nothing
    uint16_t of[kFar];

    explicit Weights(int half) {
        for (int gap = 0; gap < kFar; ++gap) of[gap] = uint16_t(256 * half / (half + gap));
    }
    int operator()(int32_t gap) const { return gap < kFar ? of[gap] : 0; }
};

constexpr int kNine = 9;
constexpr int kAllNine = (1 << kNine) - 1;

// Where the nine patches around a pixel say its paint is; those that continue one another say the same.
struct Shown {
    int count = 0;
    int32_t y[kNine], x[kNine];
    uint8_t board[kNine];
    int32_t votes[kNine];

    template <class Level>
    Shown(const Finish<Level>& f, int row, int column) {
        int8_t who[kNine];  // which of them each of the nine says, -1: none
        int i = 0;
        for (int dy = -1; dy <= 1; ++dy)
            for (int dx = -1; dx <= 1; ++dx, ++i) {
                who[i] = -1;
                if (uint32_t(row + dy) >= uint32_t(f.rows) || uint32_t(column + dx) >= uint32_t(f.cols)) continue;
                const size_t n = size_t(row + dy) * f.cols + (column + dx);
                if (f.board[n] == kClosed) continue;
                const BoardPaint<Level>& b = f.boards[f.board[n]];
                const int sy = f.place_y[n] - dy, sx = f.place_x[n] - dx;
                if (uint32_t(sy) >= uint32_t(b.rows) || uint32_t(sx) >= uint32_t(b.cols)) continue;
                const auto same = [&](int other) {
                    const int o = who[other];
                    return o >= 0 && y[o] == sy && x[o] == sx && board[o] == f.board[n];
                };
                if (dx >= 0 && same(i - 1)) who[i] = who[i - 1];
                else if (dy >= 0 && same(i - 3)) who[i] = who[i - 3];
                else {
                    y[count] = sy, x[count] = sx, board[count] = f.board[n], votes[count] = 0;
                    who[i] = int8_t(count++);
                }
                ++votes[who[i]];
            }
    }
};

// What speaks against a vote: only those with the least of it count. Disagreement about a border adds up to nine.
constexpr int kNotTrusted = 10, kAnothers = 20;

// Which of the nine pixels around one are of a material, one bit each; the rim goes on beyond itself.
int alike(const uint8_t* label, int rows, int cols, int y, int x, uint8_t material) {
    int bits = 0;
    for (int dy = -1; dy <= 1; ++dy) {
        const uint8_t* row = label + size_t(std::clamp(y + dy, 0, rows - 1)) * cols;
        for (int dx = -1; dx <= 1; ++dx) bits = bits << 1 | int(row[std::clamp(x + dx, 0, cols - 1)] == material);
    }
    return bits;
}

int count_bits(int bits) {
    int n = 0;
    for (; bits; bits &= bits - 1) ++n;
    return n;
}

// Votes on a pixel's colour.
template <class Level>
struct Votes {
    static constexpr int depth = sizeof(Level) == 1 ? 1 : 257;
    static constexpr int32_t top = sizeof(Level) == 1 ? 255 : 65535;

    int count = 0;
    int32_t votes[kNine];
    int32_t colour[kNine][3];  // in 1/256 of a level
    int32_t level[kNine][3];   // the colour in 8 bits
    int32_t alpha[kNine];      // a level

    void add(int32_t n, const int32_t* c, int32_t a) {
        votes[count] = n;
        for (int i = 0; i < 3; ++i) colour[count][i] = c[i], level[count][i] = c[i] / (256 * depth);
        alpha[count++] = a;
    }

    // The vote with the least sum of absolute differences to all.
    int medoid() const {
        int32_t far[kNine] = {0};
        for (int i = 1; i < count; ++i)
            for (int j = 0; j < i; ++j) {
                const int32_t d = std::abs(level[i][0] - level[j][0]) + std::abs(level[i][1] - level[j][1]) +
                                  std::abs(level[i][2] - level[j][2]);
                far[i] += d * votes[j], far[j] += d * votes[i];
            }
        return int(std::min_element(far, far + count) - far);
    }

    // The mean of all, each by its votes, its nearness to the medoid and how much it covers.
    void mean(const Weights& weights, int channels, Level* out) const {
        const int best = medoid();
        int64_t sum[3] = {0, 0, 0}, covered = 0, total = 0;
        for (int i = 0; i < count; ++i) {
            int32_t gap = 0;
            for (int c = 0; c < 3; ++c) gap += (level[i][c] - level[best][c]) * (level[i][c] - level[best][c]);
            const int64_t w = int64_t(weights(gap)) * votes[i], cover = w * alpha[i];
            for (int c = 0; c < 3; ++c) sum[c] += cover * colour[i][c];
            covered += cover;
            total += w;
        }
        for (int c = 0; c < 3; ++c) {
            // Where nothing covers: the medoid's colour, unseen.
            const int64_t m = covered ? (sum[c] + 128 * covered) / (256 * covered) : (colour[best][c] + 128) / 256;
            out[c] = Level(std::clamp<int64_t>(m, 0, top));
        }
        if (channels == 4) out[3] = Level((covered + total / 2) / total);
    }
};

}  // namespace

template <class Level>
void finish(const Finish<Level>& f, Level* out, int threads) {
    const Weights inside(Weights::kLoose), at_border(Weights::kTight);  // a mean of two borders would blur both
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
                Level* o = out + p * f.channels;
                const Shown shown(f, y, x);
                // Inside one piece of paint a straight copy, but for the base.
                if (shown.count == 1 && !soft) {
                    const BoardPaint<Level>& b = f.boards[shown.board[0]];
                    std::copy_n(b.paint + b.at(shown.y[0], shown.x[0]) * f.channels, f.channels, o);
                    continue;
                }
                uint8_t label[kNine];
                int against[kNine], least = kAnothers;
                const int here = f.true_borders ? alike(f.material, f.rows, f.cols, y, x, material) : kAllNine;
                for (int i = 0; i < shown.count; ++i) {
                    const BoardPaint<Level>& b = f.boards[shown.board[i]];
                    const size_t place = b.at(shown.y[i], shown.x[i]);
                    label[i] = b.label[place];
                    against[i] = kAnothers;
                    if (label[i] == material) {
                        against[i] = b.trusted[place] == material ? 0 : kNotTrusted;
                        if (here != kAllNine)
                            against[i] += count_bits(here ^ alike(b.label, b.rows, b.cols, shown.y[i], shown.x[i], material));
                    }
                    least = std::min(least, against[i]);
                }
                int32_t own_base[3] = {0, 0, 0};
                if (soft) own_bases.at(material, y, x, own_base);
                Votes<Level> votes;
                for (int i = 0; i < shown.count; ++i) {
                    if (against[i] > least) continue;
                    const BoardPaint<Level>& b = f.boards[shown.board[i]];
                    const Level* paint = b.paint + b.at(shown.y[i], shown.x[i]) * f.channels;
                    int32_t colour[3] = {int32_t(paint[0]) * 256, int32_t(paint[1]) * 256, int32_t(paint[2]) * 256};
                    if (soft && bases[shown.board[i]].has(label[i])) {
                        int32_t base[3];
                        bases[shown.board[i]].at(label[i], shown.y[i], shown.x[i], base);
                        for (int c = 0; c < 3; ++c) colour[c] += (own_base[c] - base[c]) * Votes<Level>::depth;
                    }
                    votes.add(shown.votes[i], colour, f.channels == 4 ? int32_t(paint[3]) : Votes<Level>::top);
                }
                if (votes.count) votes.mean(here == kAllNine ? inside : at_border, f.channels, o);
            }
    });
}

template void finish<uint8_t>(const Finish<uint8_t>&, uint8_t*, int);
template void finish<uint16_t>(const Finish<uint16_t>&, uint16_t*, int);

}  // namespace underpaint
