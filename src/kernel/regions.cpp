#include "regions.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "threads.h"

namespace underpaint {

int pieces(const uint8_t* label, int rows, int cols, int32_t* piece) {
    // Two passes with union and find (Rosenfeld & Pfaltz 1966).
    std::vector<int32_t> parent;
    const auto root = [&](int32_t i) {
        while (parent[i] != i) i = parent[i] = parent[parent[i]];
        return i;
    };
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < cols; ++x) {
            const size_t p = size_t(y) * cols + x;
            const bool left = x > 0 && label[p - 1] == label[p], up = y > 0 && label[p - cols] == label[p];
            if (left && up) {
                const int32_t a = root(piece[p - 1]), b = root(piece[p - cols]);
                parent[std::max(a, b)] = std::min(a, b);
                piece[p] = std::min(a, b);
            } else if (left) {
                piece[p] = piece[p - 1];
            } else if (up) {
                piece[p] = piece[p - cols];
            } else {
                piece[p] = int32_t(parent.size());
                parent.push_back(piece[p]);
            }
        }
    std::vector<int32_t> number(parent.size());
    int count = 0;
    for (size_t i = 0; i < parent.size(); ++i) number[i] = parent[i] == int32_t(i) ? count++ : number[root(int32_t(i))];
    for (size_t p = 0; p < size_t(rows) * cols; ++p) piece[p] = number[piece[p]];
    return count;
}

void place_in_piece(const int32_t* piece, int count, int rows, int cols, uint8_t* down, uint8_t* across, int threads) {
    std::vector<int> top(count, rows), bottom(count, 0), left(count, cols), right(count, 0);
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < cols; ++x) {
            const int32_t i = piece[size_t(y) * cols + x];
            top[i] = std::min(top[i], y), bottom[i] = y;
            left[i] = std::min(left[i], x), right[i] = std::max(right[i], x);
        }
    each_band(rows, threads, [&](int first, int last) {
        for (int y = first; y < last; ++y)
            for (int x = 0; x < cols; ++x) {
                const size_t p = size_t(y) * cols + x;
                const int32_t i = piece[p];
                down[p] = uint8_t(255 * (y - top[i]) / std::max(1, bottom[i] - top[i]));
                across[p] = uint8_t(255 * (x - left[i]) / std::max(1, right[i] - left[i]));
            }
    });
}

void halve_labels(const uint8_t* full, int rows, int cols, uint8_t* half, int threads) {
    const int half_rows = (rows + 1) / 2, half_cols = (cols + 1) / 2;
    each_band(half_rows, threads, [&](int first, int last) {
        for (int y = first; y < last; ++y) {
            const uint8_t* a = full + size_t(2 * y) * cols;
            const uint8_t* b = full + size_t(std::min(2 * y + 1, rows - 1)) * cols;
            for (int x = 0; x < half_cols; ++x) {
                const int r = std::min(2 * x + 1, cols - 1);
                const uint8_t p = a[2 * x], q = a[r], s = b[2 * x], t = b[r];
                // p wins unless it stands alone and two of the others agree.
                half[size_t(y) * half_cols + x] = p == q || p == s || p == t ? p : q == s || q == t ? q : s == t ? s : p;
            }
        }
    });
}

}  // namespace underpaint
