// Rows shared out over threads. What a row computes never depends on which thread had it.
#pragma once

namespace underpaint {

void each_band(int rows, int threads, void (*body)(const void* work, int first, int last), const void* work);

// Calls body(first, last) for bands of rows that cover [0, rows).
template <class Body>
void each_band(int rows, int threads, const Body& body) {
    each_band(
        rows, threads,
        [](const void* work, int first, int last) { (*static_cast<const Body*>(work))(first, last); }, &body);
}

void each_part(int parts, void (*body)(const void* work, int part, int parts), const void* work);

// Calls body(part, parts) for each part, one thread a part.
template <class Body>
void each_part(int parts, const Body& body) {
    each_part(
        parts, [](const void* work, int part, int of) { (*static_cast<const Body*>(work))(part, of); }, &body);
}

}  // namespace underpaint
