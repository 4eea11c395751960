#include "channels.h"

#include <cstddef>

#include "patch.h"
#include "threads.h"

namespace underpaint {

void lay_channels(const Channels& c, uint8_t* out, int threads) {
    each_band(c.rows, threads, [&](int first, int last) {
        for (size_t p = size_t(first) * c.cols; p < size_t(last) * c.cols; ++p) {
            const uint8_t label = c.label[p];
            const uint8_t* paint = c.paint ? c.paint + 3 * p : c.middle + 3 * label;
            uint8_t* o = out + kChannels * p;
            o[0] = paint[0], o[1] = paint[1], o[2] = paint[2];
            o[3] = c.codes[2 * label], o[4] = c.codes[2 * label + 1];
            o[5] = c.down[p], o[6] = c.across[p];
            o[7] = c.is_soft[label] ? 0 : c.line[p];
        }
    });
}

}  // namespace underpaint
