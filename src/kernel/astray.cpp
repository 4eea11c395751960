#include "astray.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <vector>

#include "threads.h"

namespace underpaint {
namespace {

constexpr int kReach = 8, kAtBorder = 2;  // px
constexpr int kUnit = 256;                // a level, after calming
constexpr int kSeen = 9 * kUnit;          // the least step that is an edge, in levels of all three colours
constexpr int kAlmost = 9, kAsStrong = 10;

// Means by the binomial weights 1 4 6 4 1 along both axes, close to a Gaussian of one px: in 1/256 of a level.
std::vector<uint16_t> calmed(const uint8_t* paint, int rows, int cols, int threads) {
    const size_t row = size_t(cols) * 3;
    std::vector<uint16_t> out(size_t(rows) * row);
    each_band(rows, threads, [&](int first, int last) {
        std::vector<uint16_t> wide(row + 12);
        for (int y = first; y < last; ++y) {
            const auto at = [&](int n) { return paint + size_t(std::clamp(n, 0, rows - 1)) * row; };
            const uint8_t *a = at(y - 2), *b = at(y - 1), *c = at(y), *d = at(y + 1), *e = at(y + 2);
            uint16_t* w = wide.data() + 6;
            for (size_t i = 0; i < row; ++i) w[i] = uint16_t(a[i] + e[i] + 4 * (b[i] + d[i]) + 6 * c[i]);
            for (int i = 0; i < 6; ++i) wide[i] = w[i % 3], w[row + i] = w[row - 3 + i % 3];
            uint16_t* o = out.data() + size_t(y) * row;
            for (size_t i = 0; i < row; ++i, ++w)
                o[i] = uint16_t(w[-6] + w[6] + 4 * (w[-3] + w[3]) + 6 * w[0]);
        }
    });
    return out;
}

}  // namespace

void astray(const uint8_t* paint, const uint8_t* label, int rows, int cols, uint8_t* out, int threads) {
    const std::vector<uint16_t> calm = calmed(paint, rows, cols, threads);
    std::fill_n(out, size_t(rows) * cols, uint8_t(0));
    // p: the last pixel before a border; next: from it to the first pixel after.
    const auto look = [&](size_t p, ptrdiff_t next) {
        int32_t best = 0, here = 0;
        int off = 0;
        for (int k = 0; k <= 2 * kReach; ++k) {
            const int to = k & 1 ? -(k + 1) / 2 : k / 2;  // nearest first: it wins a tie
            const uint16_t* a = calm.data() + 3 * (ptrdiff_t(p) + to * next);
            const uint16_t* b = a + 3 * next;
            const int32_t step = std::abs(a[0] - b[0]) + std::abs(a[1] - b[1]) + std::abs(a[2] - b[2]);
            if (std::abs(to) <= kAtBorder) here = std::max(here, step);
            if (step > best) best = step, off = to;
        }
        if (std::abs(off) <= kAtBorder || best <= kSeen || here * kAsStrong >= best * kAlmost) return;
        const ptrdiff_t first = off > 0 ? ptrdiff_t(p) + next : ptrdiff_t(p), way = off > 0 ? next : -next;
        for (int i = 0; i < std::abs(off) && label[first + i * way] == label[first]; ++i) out[first + i * way] = 1;
    };
    each_band(rows, threads, [&](int first, int last) {
        for (int y = first; y < last; ++y)
            for (int x = kReach; x + kReach + 1 < cols; ++x) {
                const size_t p = size_t(y) * cols + x;
                if (label[p] != label[p + 1]) look(p, 1);
            }
    });
    // In bands of columns, so that no two threads write beside one another's rows.
    each_band(cols, threads, [&](int first, int last) {
        for (int y = kReach; y + kReach + 1 < rows; ++y)
            for (int x = first; x < last; ++x) {
                const size_t p = size_t(y) * cols + x;
                if (label[p] != label[p + cols]) look(p, cols);
            }
    });
}

}  // namespace underpaint
