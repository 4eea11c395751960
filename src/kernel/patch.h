// A pixel is eight bytes: three of paint, five of guides. A patch is 5 x 5 pixels around its centre.
#pragma once
#include <cstddef>
#include <cstdint>

// The compiler's own judgement leaves calls in the innermost loop, which doubles its time.
#if defined(_MSC_VER)
#define UNDERPAINT_INLINE __forceinline
#else
#define UNDERPAINT_INLINE inline __attribute__((always_inline))
#endif

namespace underpaint {

constexpr int kChannels = 8;
constexpr int kRadius = 2;
constexpr int kSide = 2 * kRadius + 1;
constexpr int kWeightMost = 128;  // above it a weighted difference leaves sixteen bits
constexpr int kFeeBits = 24;      // a fee shares its word with the material of its place: one look instead of two
constexpr uint32_t kFeeMax = (1u << kFeeBits) - 1;
constexpr uint8_t kClosed = 255;  // a place that no patch may be centred on

// Without a name, so that the build for one instruction set never lends its code to another.
namespace {

struct Scalar {
    int weights[kChannels];

    explicit Scalar(const uint8_t* w) {
        for (int c = 0; c < kChannels; ++c) weights[c] = w[c];
    }

    // Weighted sum of squared differences of the two patches whose top left pixels are given; where that is above the
    // limit, any sum above the limit will do.
    UNDERPAINT_INLINE int32_t operator()(const uint8_t* a, size_t a_row, const uint8_t* b, size_t b_row, int32_t) const {
        int32_t sum = 0;
        for (int y = 0; y < kSide; ++y, a += a_row, b += b_row)
            for (int x = 0; x < kSide; ++x)
                for (int c = 0; c < kChannels; ++c) {
                    const int d = int(a[x * kChannels + c]) - int(b[x * kChannels + c]);
                    sum += d * d * weights[c];
                }
        return sum;
    }
};

// A repeatable number for a place, a turn and a seed (finaliser of MurmurHash3, public domain constants).
inline uint32_t mix(uint32_t a, uint32_t b, uint32_t c) {
    uint32_t h = a * 0x9E3779B1u ^ (b + 0x7F4A7C15u) * 0x85EBCA6Bu ^ (c + 0x165667B1u) * 0xC2B2AE35u;
    h ^= h >> 16;
    h *= 0x85EBCA6Bu;
    h ^= h >> 13;
    h *= 0xC2B2AE35u;
    return h ^ (h >> 16);
}

}  // namespace
}  // namespace underpaint
