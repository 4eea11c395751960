#ifdef UNDERPAINT_AVX2
#include "loops_body.h"
#include "patch_avx2.h"

namespace underpaint {
const Loops avx2_loops = {propose<Avx2>, similar_sorted<Avx2>, similar_spread<Avx2>};
}
#endif
