#include "spread.h"

#include <cstddef>
#include <vector>

namespace underpaint {

void spread_labels(int32_t* label, const uint8_t* mask, int rows, int cols) {
    const ptrdiff_t wide = cols + 2;
    const auto inside = [&](ptrdiff_t p) { return size_t(p / wide - 1) * cols + size_t(p % wide - 1); };
    enum : uint8_t { kShut, kEmpty, kSeed };
    std::vector<uint8_t> state(size_t(rows + 2) * wide, kShut);  // a rim that is never entered
    std::vector<ptrdiff_t> left, edge, next;
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < cols; ++x) {
            const size_t i = size_t(y) * cols + x;
            if (!mask[i]) continue;
            const ptrdiff_t p = (y + 1) * wide + x + 1;
            state[p] = label[i] ? kSeed : kEmpty;
            if (!label[i]) left.push_back(p);
        }
    const ptrdiff_t steps[] = {1, -1, wide, -wide};
    for (const ptrdiff_t step : steps)
        for (const ptrdiff_t p : left)
            if (state[p] == kEmpty && state[p + step] == kSeed) {
                state[p] = kShut;
                label[inside(p)] = label[inside(p + step)];
                edge.push_back(p);
            }
    while (!edge.empty()) {
        next.clear();
        for (const ptrdiff_t step : steps)
            for (const ptrdiff_t p : edge) {
                const ptrdiff_t reached = p + step;
                if (state[reached] != kEmpty) continue;
                state[reached] = kShut;
                label[inside(reached)] = label[inside(p)];
                next.push_back(reached);
            }
        edge.swap(next);
    }
}

}  // namespace underpaint
