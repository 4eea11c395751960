// Thinning: a drawing's lines one pixel thin.
#pragma once
#include <cstdint>

namespace underpaint {

// thin (rows, cols): 1 on the middle of each line of drawn (rows, cols; 0 is paper), else 0. After Guo and Hall, "Parallel
// thinning with two-subiteration algorithms" (CACM 32-3, 1989), as no corner of a slanted line is left two thick. Beyond the picture
// nothing is drawn.
void thin_lines(const uint8_t* drawn, int rows, int cols, uint8_t* thin);

}  // namespace underpaint
