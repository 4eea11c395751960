// The two loops in which nearly all time goes, built once per instruction set and picked at run time.
#pragma once
#include <cstdint>

namespace underpaint {

struct Propose {
    // the boards, one above the other
    const uint8_t* source;    // (rows, cols, 8)
    const uint32_t* fee;      // (rows, cols) what using a place costs beside the match, its material above
    int source_rows, source_cols;
    // the cut
    const uint8_t* target;    // (rows + 4, cols + 4, 8)
    const uint8_t* material;  // (rows, cols)
    const uint8_t* active;    // (rows, cols) 0 = leave as it is
    const int32_t* match;     // (rows, cols) place on the boards, -1 = none yet
    const uint16_t* key;      // (rows, cols) which guide list; null = no lists
    int rows, cols;
    // the index: like places, and places listed by what their guides say
    const int32_t* similar;   // (index rows, index cols, k); null = none
    int k;
    const int32_t* list;
    const int32_t* list_start;
    int list_size;
    int index_cols;
    int halved;               // 1 when index and lists are of the next coarser level
    int probes, stride;       // places tried around the present one: how many, and how far the first
    int picks;                // places tried from the lists
    const uint8_t* weights;   // 8
    int turn, parity;         // parity 0 or 1: that half of the checkerboard
    uint32_t seed;
    // out
    int32_t* proposal;        // (rows, cols)
    int32_t* old_cost;        // (rows, cols) match cost now, without fee
    int32_t* new_cost;        // (rows, cols)
};

struct Similar {
    const uint8_t* source;
    const uint8_t* open;
    int rows, cols;
    const uint8_t* weights;
    const int32_t* const* orders;  // tables of places sorted by likeness
    const int32_t* const* ranks;   // where each place stands in its table, -1 = closed
    int tables, reach, order_size;
    int apart;                     // least distance in px between like places
    int k;
    int32_t* best;                 // (rows, cols, k) place, -1 = none
    int32_t* cost;                 // (rows, cols, k)
};

struct Loops {
    void (*propose)(const Propose&, int threads);
    void (*similar_sorted)(const Similar&, int threads);
    void (*similar_spread)(const Similar&, const int32_t* from_best, int threads);
};

extern const Loops scalar_loops;
extern const Loops avx2_loops;

}  // namespace underpaint
