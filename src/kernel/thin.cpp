#include "thin.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace underpaint {
namespace {

// For each of the 256 neighbourhoods (bit 0 north, then clockwise), whether each of the two rounds takes the pixel away: bits 0, 1.
std::array<uint8_t, 256> taken_away() {
    std::array<uint8_t, 256> table{};
    for (int code = 0; code < 256; ++code) {
        const auto on = [&](int i) { return (code >> i % 8 & 1) != 0; };
        int parts = 0, first = 0, second = 0;
        for (int side = 0; side < 8; side += 2) {
            parts += !on(side) && (on(side + 1) || on(side + 2));
            first += on(side + 7) || on(side);
            second += on(side) || on(side + 1);
        }
        const int around = std::min(first, second);
        if (parts != 1 || around < 2 || around > 3) continue;
        if (!((on(4) || on(5) || !on(7)) && on(6))) table[code] |= 1;
        if (!((on(0) || on(1) || !on(3)) && on(2))) table[code] |= 2;
    }
    return table;
}

}  // namespace

void thin_lines(const uint8_t* drawn, int rows, int cols, uint8_t* thin) {
    const ptrdiff_t wide = cols + 2;
    std::vector<uint8_t> on(size_t(rows + 2) * wide, 0);  // a rim of paper around the picture
    std::vector<size_t> left;
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < cols; ++x)
            if (drawn[size_t(y) * cols + x]) {
                const size_t p = size_t(y + 1) * wide + x + 1;
                on[p] = 1;
                left.push_back(p);
            }
    const std::array<ptrdiff_t, 8> step = {-wide, -wide + 1, 1, wide + 1, wide, wide - 1, -1, -wide - 1};
    const auto table = taken_away();
    std::vector<size_t> away;
    for (bool changed = true; changed;) {
        changed = false;
        for (const uint8_t round : {1, 2}) {
            away.clear();
            for (const size_t p : left) {
                int code = 0;
                for (int i = 0; i < 8; ++i) code |= on[p + step[i]] << i;
                if (table[code] & round) away.push_back(p);
            }
            for (const size_t p : away) on[p] = 0;
            changed |= !away.empty();
            size_t kept = 0;
            for (const size_t p : left)
                if (on[p]) left[kept++] = p;
            left.resize(kept);
        }
    }
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < cols; ++x) thin[size_t(y) * cols + x] = on[size_t(y + 1) * wide + x + 1];
}

}  // namespace underpaint
