#include "threads.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace underpaint {

namespace {

constexpr int kWorthAThread = 90;  // rows: starting a thread takes as long as painting a few small ones

template <class Run>
void together(int threads, const Run& run) {
    std::vector<std::thread> others;
    for (int i = 1; i < threads; ++i) others.emplace_back(run, i);
    run(0);
    for (auto& t : others) t.join();
}

}  // namespace

void each_band(int rows, int threads, void (*body)(const void*, int, int), const void* work) {
    constexpr int band = 8;
    const int bands = (rows + band - 1) / band;
    threads = std::max(1, std::min(threads, rows / kWorthAThread));
    std::atomic<int> next{0};
    together(threads, [&](int) {
        for (int b; (b = next.fetch_add(1)) < bands;) body(work, b * band, std::min(rows, (b + 1) * band));
    });
}

void each_part(int parts, void (*body)(const void*, int, int), const void* work) {
    together(std::max(1, parts), [&](int part) { body(work, part, std::max(1, parts)); });
}

}  // namespace underpaint
