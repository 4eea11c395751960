// Bodies of the loops, for any patch cost. Included by loops_scalar.cpp and loops_avx2.cpp.
#pragma once
#include <algorithm>
#include <cstdlib>

#include "loops.h"
#include "patch.h"
#include "threads.h"

namespace underpaint {
namespace {

constexpr int kAhead = 8;  // px

inline void prefetch(const void* at) {
#if defined(__GNUC__) || defined(__clang__)
    __builtin_prefetch(at);
#else
    (void)at;
#endif
}

template <class Cost>
void propose(const Propose& a, int threads) {
    const Cost cost(a.weights);
    const size_t t_row = size_t(a.cols + 2 * kRadius) * kChannels;
    const size_t s_row = size_t(a.source_cols) * kChannels;
    const int64_t places = int64_t(a.source_rows) * a.source_cols;
    const int64_t back = int64_t(kRadius) * a.source_cols + kRadius;
    const bool beyond_cache = places * kChannels > (4 << 20);
    const int step_y[4] = {0, 0, -1, 1};
    const int step_x[4] = {-1, 1, 0, 0};

    each_band(a.rows, threads, [&](int first, int last) {
        for (int y = first; y < last; ++y) {
            for (int x = 0; x < a.cols; ++x) {
                const size_t p = size_t(y) * a.cols + x;
                const int32_t now = a.match[p];
                a.proposal[p] = now;
                if (!a.active[p] || ((x + y) & 1) != a.parity) continue;
                // What lies beside a seam ahead is somewhere else on the boards: asked for now, it is there in time.
                for (int n = -1; n <= 1 && beyond_cache && x + kAhead < a.cols; ++n) {
                    if (y + n < 0 || y + n >= a.rows) continue;
                    const int32_t* ahead = a.match + p + int64_t(n) * a.cols + kAhead;
                    const int64_t s = int64_t(*ahead) - int64_t(n) * a.source_cols;
                    if (*ahead == ahead[-2] + 2 || s < back || s >= places - back) continue;
                    const uint8_t* q = a.source + (s - back) * kChannels;
                    for (int i = 0; i < kSide; ++i, q += s_row) prefetch(q), prefetch(q + kSide * kChannels - 1);
                    prefetch(a.fee + s);
                }
                const uint8_t* t = a.target + y * t_row + size_t(x) * kChannels;
                const uint8_t material = a.material[p];
                const auto patch = [&](int32_t s) {
                    return a.source + (size_t(s) - size_t(kRadius) * a.source_cols - kRadius) * kChannels;
                };

                int32_t tried[40];
                int count = 0;
                int32_t best = now, best_cost = INT32_MAX;
                int64_t best_total = int64_t(1) << 40;
                int32_t first_cost = INT32_MAX;
                if (now >= 0) {
                    best_cost = first_cost = cost(t, t_row, patch(now), s_row, INT32_MAX);
                    best_total = int64_t(best_cost) + (a.fee[now] & kFeeMax);
                    tried[count++] = now;
                }
                const auto try_place = [&](int64_t s) __attribute__((always_inline)) {
                    if (s < 0 || s >= places) return;
                    const uint32_t paid = a.fee[s];
                    if (paid >> kFeeBits != material) return;
                    for (int i = 0; i < count; ++i)
                        if (tried[i] == s) return;
                    tried[count++] = int32_t(s);
                    const int64_t fee = paid & kFeeMax, limit = best_total - fee;
                    if (limit <= 0) return;
                    const int32_t c = cost(t, t_row, patch(int32_t(s)), s_row, int32_t(std::min<int64_t>(limit, INT32_MAX)));
                    if (c + fee < best_total) {
                        best = int32_t(s);
                        best_cost = c;
                        best_total = c + fee;
                    }
                };

                for (int n = 0; n < 4; ++n) {
                    const int ny = y + step_y[n], nx = x + step_x[n];
                    if (ny < 0 || nx < 0 || ny >= a.rows || nx >= a.cols) continue;
                    const int32_t q = a.match[size_t(ny) * a.cols + nx];
                    if (q >= 0) try_place(int64_t(q) - int64_t(step_y[n]) * a.source_cols - step_x[n]);
                }
                if (now >= 0)
                    for (int i = 0; i < a.probes; ++i) {
                        // A fixed pattern of steps around the present place: left, right, up, down, shorter each time.
                        const int n = (a.turn + x + y + i) & 3, far = a.stride >> i;
                        if (far) try_place(int64_t(now) + int64_t(step_y[n]) * far * a.source_cols + step_x[n] * far);
                    }
                if (a.similar) {
                    // One neighbour a turn lends its like places, and the pixel its own: the rest come by spreading.
                    const int n = (a.turn + ((x + y) >> 1)) & 3;
                    for (int own = 0; own < 2; ++own) {
                        const int dy = own ? 0 : step_y[n], dx = own ? 0 : step_x[n];
                        const int ny = y + dy, nx = x + dx;
                        if (ny < 0 || nx < 0 || ny >= a.rows || nx >= a.cols) continue;
                        const int32_t q = a.match[size_t(ny) * a.cols + nx];
                        if (q < 0) continue;
                        int qy = q / a.source_cols, qx = q % a.source_cols, by = 0, bx = 0;
                        if (a.halved) by = qy & 1, bx = qx & 1, qy >>= 1, qx >>= 1;
                        const int32_t* like = a.similar + (size_t(qy) * a.index_cols + qx) * a.k;
                        for (int i = 0; i < a.k && like[i] >= 0; ++i) {
                            int64_t sy = like[i] / a.index_cols, sx = like[i] % a.index_cols;
                            if (a.halved) sy = 2 * sy + by, sx = 2 * sx + bx;
                            sy -= dy, sx -= dx;
                            if (sx >= 0 && sx < a.source_cols) try_place(sy * a.source_cols + sx);
                        }
                    }
                }
                if (a.key) {
                    const int from = a.list_start[a.key[p]], size = a.list_start[a.key[p] + 1] - from;
                    for (int i = 0; i < a.picks; ++i) {
                        // A fixed stride through the list; an empty list lends from its neighbour in guide space.
                        const uint32_t pace = uint32_t(p) * 7919u + uint32_t(a.turn * a.picks + i) * 104729u + a.seed * 31337u;
                        const int at = size > 0 ? from + int(pace % uint32_t(size)) : std::min(from, a.list_size - 1);
                        if (at < 0) break;
                        int64_t s = a.list[at];
                        if (a.halved) {
                            const int64_t sy = 2 * (s / a.index_cols) + (y & 1), sx = 2 * (s % a.index_cols) + (x & 1);
                            s = sx < a.source_cols ? sy * a.source_cols + sx : -1;
                        }
                        try_place(s);
                    }
                }
                a.proposal[p] = best;
                a.old_cost[p] = first_cost;
                a.new_cost[p] = best_cost;
            }
        }
    });
}

// Keeps the k cheapest places, cheapest first; equal costs are ordered by place, so that order of arrival is moot.
inline void keep(int32_t* best, int32_t* cost, int k, int32_t place, int32_t c) {
    if (best[k - 1] >= 0 && (c > cost[k - 1] || (c == cost[k - 1] && place >= best[k - 1]))) return;
    for (int i = 0; i < k; ++i)
        if (best[i] == place) return;
    int i = k - 1;
    for (; i > 0 && (best[i - 1] < 0 || c < cost[i - 1] || (c == cost[i - 1] && place < best[i - 1])); --i) {
        best[i] = best[i - 1];
        cost[i] = cost[i - 1];
    }
    best[i] = place;
    cost[i] = c;
}

inline bool near(int32_t a, int32_t b, int cols, int apart) {
    return std::abs(a / cols - b / cols) < apart && std::abs(a % cols - b % cols) < apart;
}

template <class Cost>
int32_t between(const Cost& cost, const Similar& a, int32_t p, int32_t q, int32_t limit) {
    const size_t row = size_t(a.cols) * kChannels, back = (size_t(kRadius) * a.cols + kRadius) * kChannels;
    return cost(a.source + size_t(p) * kChannels - back, row, a.source + size_t(q) * kChannels - back, row, limit);
}

template <class Cost>
void similar_sorted(const Similar& a, int threads) {
    const Cost cost(a.weights);
    each_band(a.rows, threads, [&](int first, int last) {
        for (int32_t p = first * a.cols; p < last * a.cols; ++p) {
            int32_t* best = a.best + size_t(p) * a.k;
            int32_t* costs = a.cost + size_t(p) * a.k;
            std::fill(best, best + a.k, -1);
            std::fill(costs, costs + a.k, INT32_MAX);
            if (a.open[p] == kClosed) continue;
            for (int t = 0; t < a.tables; ++t) {
                const int at = a.ranks[t][p];
                for (int way = -1; way <= 1; way += 2) {
                    int found = 0;
                    for (int i = 1; i <= 4 * a.reach && found < a.reach; ++i) {
                        const int j = at + way * i;
                        if (j < 0 || j >= a.order_size) break;
                        const int32_t q = a.orders[t][j];
                        if (a.open[q] != a.open[p]) break;
                        if (near(p, q, a.cols, a.apart)) continue;
                        ++found;
                        keep(best, costs, a.k, q, between(cost, a, p, q, costs[a.k - 1]));
                    }
                }
            }
        }
    });
}

template <class Cost>
void similar_spread(const Similar& a, const int32_t* from, int threads) {
    const Cost cost(a.weights);
    const int step_y[4] = {0, 0, -1, 1};
    const int step_x[4] = {-1, 1, 0, 0};
    each_band(a.rows, threads, [&](int first, int last) {
        for (int32_t p = first * a.cols; p < last * a.cols; ++p) {
            if (a.open[p] == kClosed) continue;
            for (int n = 0; n < 4; ++n) {
                const int32_t shift = step_y[n] * a.cols + step_x[n];
                const int32_t neighbour = p + shift;  // in bounds: open places keep off the rim
                for (int i = 0; i < a.k; ++i) {
                    const int32_t like = from[size_t(neighbour) * a.k + i];
                    if (like < 0) break;
                    const int32_t q = like - shift;
                    if (a.open[q] != a.open[p] || near(p, q, a.cols, a.apart)) continue;
                    keep(a.best + size_t(p) * a.k, a.cost + size_t(p) * a.k, a.k, q, between(cost, a, p, q, a.cost[size_t(p) * a.k + a.k - 1]));
                }
            }
        }
    });
}

}  // namespace
}  // namespace underpaint
