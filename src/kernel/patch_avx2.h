// The same patch cost as Scalar, bit for bit, two pixels at a time. Only included by the AVX2 build of the loops.
#pragma once
#include <immintrin.h>

#include "patch.h"

namespace underpaint {

namespace {

struct Avx2 {
    __m256i weights;

    explicit Avx2(const uint8_t* w) {
        const __m128i w16 = _mm_cvtepu8_epi16(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(w)));
        weights = _mm256_broadcastsi128_si256(w16);
    }

    UNDERPAINT_INLINE __m256i term(__m128i a, __m128i b) const {
        const __m256i d = _mm256_sub_epi16(_mm256_cvtepu8_epi16(a), _mm256_cvtepu8_epi16(b));
        return _mm256_madd_epi16(d, _mm256_mullo_epi16(d, weights));
    }

    static UNDERPAINT_INLINE __m128i two(const uint8_t* p) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p)); }
    static UNDERPAINT_INLINE __m128i one(const uint8_t* p) { return _mm_loadl_epi64(reinterpret_cast<const __m128i*>(p)); }
    static UNDERPAINT_INLINE __m128i pair(const uint8_t* p, const uint8_t* q) { return _mm_unpacklo_epi64(one(p), one(q)); }

    static UNDERPAINT_INLINE int32_t sum(__m256i s) {
        __m128i h = _mm_add_epi32(_mm256_castsi256_si128(s), _mm256_extracti128_si256(s, 1));
        h = _mm_add_epi32(h, _mm_shuffle_epi32(h, 0x4E));
        h = _mm_add_epi32(h, _mm_shuffle_epi32(h, 0xB1));
        return _mm_cvtsi128_si32(h);
    }

    UNDERPAINT_INLINE int32_t operator()(const uint8_t* a, size_t ar, const uint8_t* b, size_t br, int32_t limit) const {
        const uint8_t *a1 = a + ar, *a2 = a1 + ar, *a3 = a2 + ar, *a4 = a3 + ar;
        const uint8_t *b1 = b + br, *b2 = b1 + br, *b3 = b2 + br, *b4 = b3 + br;
        __m256i s = _mm256_add_epi32(term(two(a), two(b)), term(two(a + 16), two(b + 16)));
        __m256i t = _mm256_add_epi32(term(two(a4), two(b4)), term(two(a4 + 16), two(b4 + 16)));
        s = _mm256_add_epi32(s, t);
        s = _mm256_add_epi32(s, term(pair(a + 32, a4 + 32), pair(b + 32, b4 + 32)));
        const int32_t part = sum(s);
        if (part > limit) return part;
        s = _mm256_add_epi32(term(two(a1), two(b1)), term(two(a1 + 16), two(b1 + 16)));
        t = _mm256_add_epi32(term(two(a2), two(b2)), term(two(a2 + 16), two(b2 + 16)));
        s = _mm256_add_epi32(s, _mm256_add_epi32(term(two(a3), two(b3)), term(two(a3 + 16), two(b3 + 16))));
        t = _mm256_add_epi32(t, term(pair(a1 + 32, a2 + 32), pair(b1 + 32, b2 + 32)));
        t = _mm256_add_epi32(t, term(one(a3 + 32), one(b3 + 32)));
        return part + sum(_mm256_add_epi32(s, t));
    }
};

}  // namespace
}  // namespace underpaint
