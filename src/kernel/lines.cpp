#include "lines.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "threads.h"

namespace underpaint {

void line_nearness(const uint8_t* line, int rows, int cols, uint8_t* out, int threads) {
    constexpr int far = kLineReach + 1;
    uint8_t level[2 * far * far + 1];
    for (int d2 = 0; d2 <= 2 * far * far; ++d2) {
        // The greatest v with v <= 255 (1 - d / reach), found by comparing squares: the same on every machine.
        int v = 255;
        while (v > 0 && int64_t(255 - v) * (255 - v) * kLineReach * kLineReach < int64_t(d2) * 255 * 255) --v;
        level[d2] = uint8_t(v);
    }
    std::vector<int16_t> across(size_t(rows) * cols);  // signed: plain SSE2 has a minimum for those
    each_band(rows, threads, [&](int first, int last) {
        for (int y = first; y < last; ++y) {
            const uint8_t* in = line + size_t(y) * cols;
            int16_t* d = across.data() + size_t(y) * cols;
            int run = far;
            for (int x = 0; x < cols; ++x) d[x] = int16_t(run = in[x] ? 0 : std::min(far, run + 1));
            run = far;
            for (int x = cols - 1; x >= 0; --x) {
                run = in[x] ? 0 : std::min(far, run + 1);
                d[x] = int16_t(std::min<int>(d[x], run));
            }
            for (int x = 0; x < cols; ++x) d[x] = int16_t(d[x] * d[x]);
        }
    });
    each_band(rows, threads, [&](int first, int last) {
        std::vector<int16_t> best(cols);
        for (int y = first; y < last; ++y) {
            std::fill(best.begin(), best.end(), int16_t(far * far));
            const int from = std::max(0, y - kLineReach), to = std::min(rows - 1, y + kLineReach);
            for (int n = from; n <= to; ++n) {
                const int16_t* d = across.data() + size_t(n) * cols;
                const int16_t dy = int16_t((n - y) * (n - y));
                int16_t* b = best.data();
                for (int x = 0; x < cols; ++x) {
                    const int16_t here = int16_t(d[x] + dy);
                    b[x] = here < b[x] ? here : b[x];
                }
            }
            uint8_t* o = out + size_t(y) * cols;
            for (int x = 0; x < cols; ++x) o[x] = level[best[x]];
        }
    });
}

namespace {

// A mean over 5 x 5 in which a pixel counts less the more its colour differs.
void calm(const uint8_t* in, int rows, int cols, uint8_t* out, int threads) {
    int weight[766];
    for (int d = 0; d <= 765; ++d) weight[d] = 4096 / (64 + d * d);
    each_band(rows, threads, [&](int first, int last) {
        for (int y = first; y < last; ++y)
            for (int x = 0; x < cols; ++x) {
                const uint8_t* c = in + (size_t(y) * cols + x) * 3;
                int sum[3] = {0, 0, 0}, total = 0;
                for (int ny = std::max(0, y - 2); ny <= std::min(rows - 1, y + 2); ++ny)
                    for (int nx = std::max(0, x - 2); nx <= std::min(cols - 1, x + 2); ++nx) {
                        const uint8_t* n = in + (size_t(ny) * cols + nx) * 3;
                        const int w = weight[std::abs(c[0] - n[0]) + std::abs(c[1] - n[1]) + std::abs(c[2] - n[2])];
                        for (int i = 0; i < 3; ++i) sum[i] += w * n[i];
                        total += w;
                    }
                for (int i = 0; i < 3; ++i) out[(size_t(y) * cols + x) * 3 + i] = uint8_t((sum[i] + total / 2) / total);
            }
    });
}

}  // namespace

void painted_edges(const uint8_t* paint, int rows, int cols, int high, int low, int shortest, uint8_t* edge, int threads) {
    const size_t pixels = size_t(rows) * cols;
    std::vector<uint8_t> a(pixels * 3), b(pixels * 3);
    calm(paint, rows, cols, a.data(), threads);
    calm(a.data(), rows, cols, b.data(), threads);

    std::vector<int16_t> opponent(pixels * 3);
    for (size_t p = 0; p < pixels; ++p) {
        const int r = b[3 * p], g = b[3 * p + 1], u = b[3 * p + 2];
        opponent[3 * p] = int16_t((r + 2 * g + u) / 4);
        opponent[3 * p + 1] = int16_t((r - g) / 2);
        opponent[3 * p + 2] = int16_t((2 * u - r - g) / 4);
    }
    // Sobel's slopes are eight times a level per px.
    std::vector<int32_t> strength(pixels, 0);
    std::vector<uint8_t> way(pixels, 0);
    each_band(rows, threads, [&](int first, int last) {
        for (int y = std::max(1, first); y < std::min(rows - 1, last); ++y)
            for (int x = 1; x < cols - 1; ++x) {
                const int16_t* c = opponent.data() + (size_t(y) * cols + x) * 3;
                const int row = cols * 3;
                int best = 0, gx = 0, gy = 0;
                for (int i = 0; i < 3; ++i) {
                    const int16_t* q = c + i;
                    const int dx = q[3 - row] + 2 * q[3] + q[3 + row] - q[-3 - row] - 2 * q[-3] - q[-3 + row];
                    const int dy = q[row - 3] + 2 * q[row] + q[row + 3] - q[-row - 3] - 2 * q[-row] - q[-row + 3];
                    const int s = dx * dx + dy * dy;
                    if (s > best) best = s, gx = dx, gy = dy;
                }
                strength[size_t(y) * cols + x] = best;
                // Four directions; tan 22.5 degrees is close to 5 / 12.
                const int ax = std::abs(gx), ay = std::abs(gy);
                way[size_t(y) * cols + x] = uint8_t(12 * ay <= 5 * ax ? 0 : 12 * ax <= 5 * ay ? 2 : (gx > 0) == (gy > 0) ? 1 : 3);
            }
    });
    const int floor_ = 64 * low * low, ceiling = 64 * high * high;
    std::vector<uint8_t> mark(pixels, 0);  // 1 weak, 2 strong
    for (int y = 1; y < rows - 1; ++y)
        for (int x = 1; x < cols - 1; ++x) {
            const size_t p = size_t(y) * cols + x;
            const int s = strength[p];
            if (s < floor_) continue;
            const int step[4] = {1, cols + 1, cols, cols - 1};
            const int d = step[way[p]];
            if (s > strength[p - d] && s >= strength[p + d]) mark[p] = s >= ceiling ? 2 : 1;
        }
    std::fill(edge, edge + pixels, uint8_t(0));
    std::vector<size_t> piece;
    for (size_t start = 0; start < pixels; ++start) {
        if (!mark[start]) continue;
        piece.assign(1, start);
        bool strong = mark[start] == 2;
        mark[start] = 0;
        int64_t sum = 0;
        for (size_t i = 0; i < piece.size(); ++i) {
            sum += strength[piece[i]];
            for (int dy = -1; dy <= 1; ++dy)
                for (int dx = -1; dx <= 1; ++dx) {
                    const size_t n = piece[i] + int64_t(dy) * cols + dx;  // marks keep off the rim
                    if (!mark[n]) continue;
                    strong |= mark[n] == 2;
                    mark[n] = 0;
                    piece.push_back(n);
                }
        }
        if (!strong || int(piece.size()) < shortest) continue;
        // The root mean square of the slopes along the piece, in half levels per px.
        const int64_t mean = sum / int64_t(piece.size()) / 16;
        int64_t root = 1;
        while (root < 255 && (root + 1) * (root + 1) <= mean) ++root;
        for (size_t p : piece) edge[p] = uint8_t(root);
    }
}

}  // namespace underpaint
