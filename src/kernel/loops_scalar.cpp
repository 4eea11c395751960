#include "loops_body.h"

namespace underpaint {
const Loops scalar_loops = {propose<Scalar>, similar_sorted<Scalar>, similar_spread<Scalar>};
}
