// Binds the kernel to Python. Every call is checked here, before a loop runs: types, shapes, and that every place that
// will be looked up lies on the boards. What does not fit raises ValueError (or TypeError for a type).
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include "astray.h"
#include "channels.h"
#include "finish.h"
#include "lines.h"
#include "loops.h"
#include "patch.h"
#include "pyramid.h"
#include "regions.h"
#include "resize.h"
#include "soft.h"
#include "spread.h"
#include "state.h"
#include "thin.h"

namespace nb = nanobind;
using namespace underpaint;

template <class T, int N>
using In = nb::ndarray<const T, nb::ndim<N>, nb::c_contig, nb::device::cpu>;
template <class T, int N>
using Out = nb::ndarray<T, nb::ndim<N>, nb::c_contig, nb::device::cpu>;
template <class T, int N>
using Maybe = std::optional<In<T, N>>;

namespace {

// An array that is filled must be the caller's own, never a converted copy.
auto out(const char* name) { return nb::arg(name).noconvert(); }
auto arg(const char* name) { return nb::arg(name); }

void need(bool good, const char* what) {
    if (!good) throw nb::value_error(what);
}

template <class A, class B>
bool same_area(const A& a, const B& b) {
    return a.shape(0) == b.shape(0) && a.shape(1) == b.shape(1);
}

template <class Array>
auto data(const std::optional<Array>& a) -> decltype(a->data()) {
    return a ? a->data() : nullptr;
}

bool between(const int32_t* values, size_t count, int64_t least, int64_t most) {
    int32_t lowest = INT32_MAX, highest = INT32_MIN;  // found by vectors, unlike two comparisons in 64 bits
    for (size_t i = 0; i < count; ++i) lowest = std::min(lowest, values[i]), highest = std::max(highest, values[i]);
    return !count || (lowest >= least && highest <= most);
}

// A match is -1 or a place with two rows and two pixels of the boards around it.
template <class Match>
void need_matches(const Match& match, size_t rows, size_t cols) {
    const int64_t rim = int64_t(kRadius) * int64_t(cols) + kRadius, last = int64_t(rows) * int64_t(cols) - 1;
    int32_t lowest = INT32_MAX, highest = -1;
    bool below = false;
    for (size_t i = 0; i < match.size(); ++i) {
        const int32_t m = match.data()[i];
        lowest = std::min(lowest, m == -1 ? INT32_MAX : m), highest = std::max(highest, m), below |= m < -1;
    }
    need(!below && lowest >= std::min<int64_t>(rim, INT32_MAX) && highest <= std::max<int64_t>(-1, last - rim),
         "match: a place is off the boards");
}

template <class Pixels, class Flat>
void need_padded(const Pixels& target, const Flat& flat) {
    need(target.shape(2) == kChannels && target.shape(0) == flat.shape(0) + 2 * kRadius &&
             target.shape(1) == flat.shape(1) + 2 * kRadius,
         "target: expected (rows + 4, cols + 4, 8)");
}

template <class Weights>
void need_weights(const Weights& weights) {
    need(weights.shape(0) == kChannels, "weights: expected eight");
    need(*std::max_element(weights.data(), weights.data() + kChannels) <= kWeightMost, "weights: at most 128 each");
}

const Loops* chosen = nullptr;

const Loops& loops() {
    if (!chosen) {
        chosen = &scalar_loops;
#ifdef UNDERPAINT_AVX2
        // The build for AVX2 counts on what came to processors with it, too.
        const bool has = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
        if (has) chosen = &avx2_loops;
#endif
    }
    return *chosen;
}

void use_instructions(const std::string& name) {
    need(name == "scalar" || name == "best", "instructions are 'scalar' or 'best'");
    chosen = name == "scalar" ? &scalar_loops : nullptr;
}

std::string instructions() { return &loops() == &scalar_loops ? "scalar" : "avx2"; }

void propose_checked(In<uint8_t, 3> source, In<uint32_t, 2> fee, In<uint8_t, 3> target, In<uint8_t, 2> material,
                     In<uint8_t, 2> active, In<int32_t, 2> match, Maybe<uint16_t, 2> key, Maybe<int32_t, 3> similar,
                     Maybe<int32_t, 1> list, Maybe<int32_t, 1> list_start, int halved, int probes, int stride, int picks,
                     In<uint8_t, 1> weights, int turn, int parity, uint32_t seed, Out<int32_t, 2> proposal,
                     Out<int32_t, 2> old_cost, Out<int32_t, 2> new_cost, int threads) {
    const size_t rows = fee.shape(0), cols = fee.shape(1);
    const size_t index_rows = halved ? (rows + 1) / 2 : rows, index_cols = halved ? (cols + 1) / 2 : cols;
    need(same_area(source, fee) && source.shape(2) == kChannels, "source: expected (rows, cols, 8) as the fee");
    need_padded(target, match);
    need(same_area(material, match) && same_area(active, match) && same_area(proposal, match) &&
             same_area(old_cost, match) && same_area(new_cost, match),
         "material, active, match, proposal and costs: expected one shape");
    need(halved == 0 || halved == 1, "halved: 0 or 1");
    need(parity == 0 || parity == 1, "parity: 0 or 1");
    need(probes >= 0 && probes <= 4 && picks >= 0 && picks <= 8, "probes: 0 to 4; picks: 0 to 8");
    need(stride >= 0 && stride <= 1024, "stride: 0 to 1024");
    need_weights(weights);
    need_matches(match, rows, cols);
    bool closed = true;
    for (size_t y = 0; y < rows; ++y) {
        const uint32_t* line = fee.data() + y * cols;
        const bool rim = y < kRadius || y + kRadius >= rows;
        for (size_t x = 0; x < cols; x += !rim && x == kRadius - 1 && cols > 2 * kRadius ? cols - 2 * kRadius + 1 : 1)
            closed &= line[x] >> kFeeBits == kClosed;
    }
    need(closed, "fee: the two pixels of the rim must be closed");
    need(!material.size() || !std::memchr(material.data(), kClosed, material.size()),
         "material: 255 is kept for closed places");
    if (similar) {
        need(similar->shape(0) == index_rows && similar->shape(1) == index_cols && similar->shape(2) <= 8,
             "similar: expected the index's shape and at most 8 places each");
        need(between(similar->data(), similar->size(), -1, int64_t(index_rows * index_cols) - 1),
             "similar: a place is off the boards");
    }
    if (key) {
        need(same_area(*key, match) && list && list_start && list_start->shape(0) == 65537,
             "key: expected the match's shape, with a list and 65537 starts");
        need(between(list->data(), list->size(), 0, int64_t(index_rows * index_cols) - 1), "list: a place is off the boards");
        need(between(list_start->data(), list_start->size(), 0, int64_t(list->size())) &&
                 std::is_sorted(list_start->data(), list_start->data() + list_start->size()),
             "list_start: expected rising places in the list");
    }
    Propose a{};
    a.source = source.data(), a.fee = fee.data();
    a.source_rows = int(rows), a.source_cols = int(cols);
    a.target = target.data(), a.material = material.data(), a.active = active.data(), a.match = match.data();
    a.key = data(key), a.similar = data(similar), a.list = data(list), a.list_start = data(list_start);
    a.rows = int(match.shape(0)), a.cols = int(match.shape(1));
    a.k = similar ? int(similar->shape(2)) : 0, a.list_size = list ? int(list->shape(0)) : 0;
    a.index_cols = int(index_cols), a.halved = halved, a.probes = probes, a.stride = stride, a.picks = picks;
    a.weights = weights.data(), a.turn = turn, a.parity = parity, a.seed = seed;
    a.proposal = proposal.data(), a.old_cost = old_cost.data(), a.new_cost = new_cost.data();
    nb::gil_scoped_release release;
    loops().propose(a, threads);
}

void similar_checked(In<uint8_t, 3> source, In<uint8_t, 2> open, In<uint8_t, 1> weights, In<int32_t, 2> orders,
                     In<int32_t, 3> ranks, int reach, int apart, int spreads, Out<int32_t, 3> best,
                     Out<int32_t, 3> cost, Out<int32_t, 3> scratch, int threads) {
    const size_t rows = open.shape(0), cols = open.shape(1);
    need(same_area(source, open) && source.shape(2) == kChannels, "source: expected (rows, cols, 8) as open");
    need_weights(weights);
    need(ranks.shape(0) == orders.shape(0) && ranks.shape(1) == rows && ranks.shape(2) == cols,
         "ranks: expected one (rows, cols) per table");
    need(same_area(best, open) && best.shape(2) >= 1 && cost.size() == best.size() && scratch.size() == best.size(),
         "best, cost and scratch: expected (rows, cols, k)");
    need(between(orders.data(), orders.size(), 0, int64_t(rows * cols) - 1), "orders: a place is off the board");
    need(between(ranks.data(), ranks.size(), -1, int64_t(orders.shape(1)) - 1), "ranks: off the table");
    for (size_t y = 0; y < rows; ++y)
        for (size_t x = 0; x < cols; ++x) {
            const bool inner = y >= kRadius && x >= kRadius && y + kRadius < rows && x + kRadius < cols;
            need(inner || open.data()[y * cols + x] == kClosed, "open: the two pixels of the rim must be closed");
        }
    std::vector<const int32_t*> order, rank;
    for (size_t t = 0; t < orders.shape(0); ++t) {
        order.push_back(orders.data() + t * orders.shape(1));
        rank.push_back(ranks.data() + t * rows * cols);
    }
    Similar a{source.data(), open.data(), int(rows), int(cols), weights.data(), order.data(), rank.data(),
              int(orders.shape(0)), reach, int(orders.shape(1)), apart, int(best.shape(2)), best.data(), cost.data()};
    nb::gil_scoped_release release;
    loops().similar_sorted(a, threads);
    for (int i = 0; i < spreads; ++i) {
        std::copy_n(best.data(), best.size(), scratch.data());
        loops().similar_spread(a, scratch.data(), threads);
    }
}

void usage_fee_checked(In<int32_t, 2> match, In<uint8_t, 2> open, In<int64_t, 1> price, Out<int32_t, 2> scratch,
                       Out<uint32_t, 2> fee, int threads) {
    need(price.shape(0) == 256, "price: expected 256");
    need(same_area(scratch, open) && same_area(fee, open), "scratch and fee: expected the shape of open");
    need(between(match.data(), match.size(), -1, int64_t(open.size()) - 1), "match: a place is off the boards");
    nb::gil_scoped_release release;
    usage_fee(match.data(), int64_t(match.size()), open.data(), price.data(), int(open.shape(0)), int(open.shape(1)),
              scratch.data(), fee.data(), threads);
}

int64_t accept_checked(In<int32_t, 2> proposal, In<int32_t, 2> old_cost, In<int32_t, 2> new_cost,
                       In<uint32_t, 2> fee_before, In<uint32_t, 2> fee_after, uint32_t turn, uint32_t seed,
                       Out<int32_t, 2> match, Out<uint8_t, 2> moved, int threads) {
    need(same_area(proposal, match) && same_area(old_cost, match) && same_area(new_cost, match) && same_area(moved, match),
         "proposal, costs, match and moved: expected one shape");
    need(same_area(fee_before, fee_after), "fees: expected one shape");
    const int64_t last = int64_t(fee_before.size()) - 1;
    need(between(match.data(), match.size(), -1, last) && between(proposal.data(), proposal.size(), -1, last),
         "match, proposal: a place is off the boards");
    bool kept = true;
    for (size_t p = 0; p < match.size(); ++p) kept &= match.data()[p] < 0 || proposal.data()[p] >= 0;
    need(kept, "proposal: a match may not be given up for -1, which is off the boards");
    nb::gil_scoped_release release;
    return accept(proposal.data(), old_cost.data(), new_cost.data(), fee_before.data(), fee_after.data(),
                  int(match.shape(0)), int(match.shape(1)), turn, seed, match.data(), moved.data(), threads);
}

void vote_checked(In<uint8_t, 3> source, Maybe<uint8_t, 2> label, In<int32_t, 2> match, Maybe<uint8_t, 2> material,
                  Maybe<uint8_t, 2> active, Maybe<uint8_t, 2> free, Out<uint8_t, 3> target, Out<uint8_t, 2> changed,
                  int span, int threads) {
    need(source.shape(2) == kChannels, "source: expected (rows, cols, 8)");
    need(label.has_value() == material.has_value(), "label and material: both or neither");
    need(!label || (same_area(*label, source) && same_area(*material, match)), "label as source, material as match");
    need((!active || same_area(*active, match)) && (!free || same_area(*free, match)) && same_area(changed, match),
         "active, free and changed: expected the match's shape");
    need(span >= 1 && span <= kRadius, "span: 1 or 2");
    need_padded(target, match);
    need_matches(match, source.shape(0), source.shape(1));
    Vote v{source.data(), data(label), int(source.shape(0)), int(source.shape(1)), match.data(), data(material),
           data(active), data(free), int(match.shape(0)), int(match.shape(1)), span};
    nb::gil_scoped_release release;
    vote(v, target.data(), changed.data(), threads);
}

std::tuple<std::vector<int64_t>, int64_t, int64_t> energy_checked(In<uint8_t, 3> source, In<uint32_t, 2> fee,
                                                                  In<uint8_t, 3> target, In<int32_t, 2> match,
                                                                  int threads) {
    need(same_area(source, fee) && source.shape(2) == kChannels, "source: expected (rows, cols, 8) as the fee");
    need_padded(target, match);
    need_matches(match, fee.shape(0), fee.shape(1));
    std::vector<int64_t> channels(kChannels);
    int64_t fees = 0;
    nb::gil_scoped_release release;
    const int64_t looked = energy(source.data(), fee.data(), int(fee.shape(1)), target.data(), match.data(),
                                  int(match.shape(0)), int(match.shape(1)), channels.data(), &fees, threads);
    return {channels, fees, looked};
}

void finer_checked(In<int32_t, 2> coarse, In<uint8_t, 2> open, In<uint8_t, 2> material, Out<int32_t, 2> match, int threads) {
    need(same_area(material, match), "match: expected the shape of the material");
    need(coarse.shape(0) == (match.shape(0) + 1) / 2 && coarse.shape(1) == (match.shape(1) + 1) / 2,
         "coarse: expected half the size of the match");
    const int64_t half = int64_t((open.shape(0) + 1) / 2) * int64_t((open.shape(1) + 1) / 2);
    need(between(coarse.data(), coarse.size(), -1, half - 1), "coarse: a place is off the boards");
    nb::gil_scoped_release release;
    finer(coarse.data(), int(coarse.shape(1)), open.data(), int(open.shape(0)), int(open.shape(1)), material.data(),
          int(match.shape(0)), int(match.shape(1)), match.data(), threads);
}

void lay_channels_checked(Maybe<uint8_t, 3> paint, In<uint8_t, 2> middle, In<uint8_t, 2> label, In<uint8_t, 2> codes,
                          In<uint8_t, 2> down, In<uint8_t, 2> across, In<uint8_t, 2> line, In<uint8_t, 1> is_soft,
                          Out<uint8_t, 3> pixels, int threads) {
    need(!paint || (same_area(*paint, label) && paint->shape(2) == 3), "paint: expected (rows, cols, 3) as label");
    need(middle.shape(0) == 256 && middle.shape(1) == 3, "middle: expected (256, 3)");
    need(codes.shape(0) == 256 && codes.shape(1) == 2, "codes: expected (256, 2)");
    need(is_soft.shape(0) == 256, "is_soft: expected 256");
    need(same_area(down, label) && same_area(across, label) && same_area(line, label),
         "down, across and line: expected the shape of label");
    need(same_area(pixels, label) && pixels.shape(2) == kChannels, "pixels: expected (rows, cols, 8)");
    Channels c{data(paint),   middle.data(),  label.data(),          codes.data(),         down.data(), across.data(), line.data(),
               is_soft.data(), int(label.shape(0)), int(label.shape(1))};
    nb::gil_scoped_release release;
    lay_channels(c, pixels.data(), threads);
}

// How often each label occurs.
std::vector<int64_t> tally(In<uint8_t, 2> label) {
    std::vector<int64_t> count(256);
    const uint8_t* at = label.data();
    nb::gil_scoped_release release;
    for (const uint8_t* const end = at + label.size(); at < end;) {
        const uint8_t* run = at;  // labels come in long runs
        while (at < end && *at == *run) ++at;
        count[*run] += at - run;
    }
    return count;
}

template <class Level>
void halve_checked(In<Level, 3> full, Out<Level, 3> half, int threads) {
    need(half.shape(0) == (full.shape(0) + 1) / 2 && half.shape(1) == (full.shape(1) + 1) / 2 &&
             half.shape(2) == full.shape(2),
         "half: expected half the size of full");
    nb::gil_scoped_release release;
    halve(full.data(), int(full.shape(0)), int(full.shape(1)), int(full.shape(2)), half.data(), threads);
}

struct AxisArrays {
    In<int32_t, 2> at, weight;
    In<uint8_t, 2> near;

    AxisArrays(In<int32_t, 2> a, In<int32_t, 2> w, In<uint8_t, 2> n) : at(a), weight(w), near(n) {
        need(same_area(a, w) && same_area(a, n), "at, weight and near: expected one shape");
        for (size_t i = 0; i < w.shape(0); ++i) {
            int64_t sum = 0;
            for (size_t t = 0; t < w.shape(1); ++t) sum += std::abs(int64_t(w(i, t)));
            need(sum <= 2 << kWeightBits, "weight: more than sums can hold");
        }
    }
    Axis axis() const { return {at.data(), weight.data(), near.data(), int(at.shape(0)), int(at.shape(1))}; }
};

template <class Level>
void resize_checked(In<Level, 3> paint, const AxisArrays& down, const AxisArrays& across, Out<Level, 3> resized,
                    int threads) {
    need((paint.shape(2) == 3 || paint.shape(2) == 4) && resized.shape(2) == paint.shape(2), "paint: expected 3 or 4 channels");
    need(resized.shape(0) == down.at.shape(0) && resized.shape(1) == across.at.shape(0), "resized: expected the axes' size");
    need(between(down.at.data(), down.at.size(), 0, int64_t(paint.shape(0)) - 1) &&
             between(across.at.data(), across.at.size(), 0, int64_t(paint.shape(1)) - 1),
         "axis: a place is off the paint");
    nb::gil_scoped_release release;
    resize(paint.data(), int(paint.shape(1)), int(paint.shape(2)), down.axis(), across.axis(), resized.data(), threads);
}

struct SoftArrays {
    In<int32_t, 3> terms;
    In<uint8_t, 1> is_soft;
    In<int32_t, 1> top, bottom;

    SoftArrays(In<int32_t, 3> t, In<uint8_t, 1> s, In<int32_t, 1> a, In<int32_t, 1> b)
        : terms(t), is_soft(s), top(a), bottom(b) {
        need(t.shape(0) == 256 && t.shape(1) == 3 && t.shape(2) == kTerms, "terms: expected (256, 3, 6)");
        need(s.shape(0) == 256 && a.shape(0) == 256 && b.shape(0) == 256, "is_soft, top and bottom: expected 256 each");
    }

    Soft soft() const { return {terms.data(), is_soft.data(), top.data(), bottom.data()}; }
};

template <class Level>
struct BoardArrays {
    In<Level, 3> paint;
    In<uint8_t, 2> label, trusted;
    SoftArrays soft;

    BoardArrays(In<Level, 3> p, In<uint8_t, 2> l, In<uint8_t, 2> t, SoftArrays s) : paint(p), label(l), trusted(t), soft(s) {
        need(same_area(p, l) && same_area(p, t), "label and trusted: expected the shape of the paint");
    }
};

template <class Level>
void bind_finish(nb::module_& m, const char* depth) {
    using Board = BoardArrays<Level>;
    nb::class_<Board>(m, (std::string("Board") + depth).c_str())
        .def(nb::init<In<Level, 3>, In<uint8_t, 2>, In<uint8_t, 2>, SoftArrays>());
    m.def(
        (std::string("finish") + depth).c_str(),
        [](const std::vector<Board*>& boards, In<uint8_t, 2> board, In<uint16_t, 2> place_y, In<uint16_t, 2> place_x,
           In<uint8_t, 2> material, const SoftArrays& soft, bool true_borders, Out<Level, 3> picture, int threads) {
            need(same_area(board, picture) && same_area(place_y, picture) && same_area(place_x, picture) &&
                     same_area(material, picture),
                 "board, places and material: expected the shape of the picture");
            const size_t channels = picture.shape(2);
            need(channels == 3 || channels == 4, "picture: expected 3 or 4 channels");
            std::vector<BoardPaint<Level>> paints;
            for (const Board* b : boards) {
                need(b->paint.shape(2) == channels, "boards: expected the picture's channels");
                const size_t rows = b->paint.shape(0), cols = b->paint.shape(1);
                paints.push_back({b->paint.data(), b->label.data(), b->trusted.data(), int(rows), int(cols), b->soft.soft()});
            }
            const uint8_t* which = board.data();
            need(std::all_of(which, which + board.size(), [&](uint8_t b) { return b == kClosed || b < paints.size(); }),
                 "board: a number without a board");
            Finish<Level> f{paints.data(),   int(paints.size()), int(channels),         board.data(),          place_y.data(), place_x.data(),
                            material.data(), int(picture.shape(0)), int(picture.shape(1)), soft.soft(),      true_borders};
            nb::gil_scoped_release release;
            finish(f, picture.data(), threads);
        },
        arg("boards"), arg("board"), arg("place_y"), arg("place_x"), arg("material"), arg("soft"),
        arg("true_borders"), out("picture"), arg("threads"));
}

}  // namespace

NB_MODULE(_kernel, m) {
    m.def("use_instructions", &use_instructions, arg("name"));
    m.def("instructions", &instructions);

    m.def("propose", &propose_checked, arg("source"), arg("fee"), arg("target"), arg("material"), arg("active"),
          arg("match"), arg("key").none(), arg("similar").none(), arg("list").none(), arg("list_start").none(),
          arg("halved"), arg("probes"), arg("stride"), arg("picks"), arg("weights"), arg("turn"), arg("parity"),
          arg("seed"), out("proposal"), out("old_cost"), out("new_cost"), arg("threads"));
    m.def("similar", &similar_checked, arg("source"), arg("open"), arg("weights"), arg("orders"), arg("ranks"),
          arg("reach"), arg("apart"), arg("spreads"), out("best"), out("cost"), out("scratch"), arg("threads"));
    m.def("usage_fee", &usage_fee_checked, arg("match"), arg("open"), arg("price"), out("scratch"), out("fee"),
          arg("threads"));
    m.def("accept", &accept_checked, arg("proposal"), arg("old_cost"), arg("new_cost"), arg("fee_before"),
          arg("fee_after"), arg("turn"), arg("seed"), out("match"), out("moved"), arg("threads"));
    m.def("vote", &vote_checked, arg("source"), arg("label").none(), arg("match"), arg("material").none(),
          arg("active").none(), arg("free").none(), out("target"), out("changed"), arg("span"), arg("threads"));
    m.def("energy", &energy_checked, arg("source"), arg("fee"), arg("target"), arg("match"),
          arg("threads"));
    m.def("finer", &finer_checked, arg("coarse"), arg("open"), arg("material"), out("match"), arg("threads"));
    m.def("lay_channels", &lay_channels_checked, arg("paint").none(), arg("middle"), arg("label"), arg("codes"),
          arg("down"), arg("across"), arg("line"), arg("is_soft"), out("pixels"), arg("threads"));
    m.def("tally", &tally, arg("label"));

    m.def("halve", &halve_checked<uint8_t>, nb::arg("full").noconvert(), out("half"), arg("threads"));
    m.def("halve", &halve_checked<uint16_t>, nb::arg("full").noconvert(), out("half"), arg("threads"));
    m.def(
        "pad_rim",
        [](Out<uint8_t, 3> target) {
            need(target.shape(2) == kChannels && target.shape(0) > 2 * kRadius && target.shape(1) > 2 * kRadius,
                 "target: expected (rows + 4, cols + 4, 8)");
            pad_rim(target.data(), int(target.shape(0)) - 2 * kRadius, int(target.shape(1)) - 2 * kRadius);
        },
        out("target"));

    m.def(
        "line_nearness",
        [](In<uint8_t, 2> line, Out<uint8_t, 2> nearness, int threads) {
            need(same_area(line, nearness), "nearness: expected the shape of line");
            nb::gil_scoped_release release;
            line_nearness(line.data(), int(line.shape(0)), int(line.shape(1)), nearness.data(), threads);
        },
        arg("line"), out("nearness"), arg("threads"));
    m.def(
        "painted_edges",
        [](In<uint8_t, 3> paint, int high, int low, int shortest, Out<uint8_t, 2> edge, int threads) {
            need(paint.shape(2) == 3 && same_area(paint, edge), "paint: expected (rows, cols, 3) as edge");
            nb::gil_scoped_release release;
            painted_edges(paint.data(), int(paint.shape(0)), int(paint.shape(1)), high, low, shortest, edge.data(),
                          threads);
        },
        arg("paint"), arg("high"), arg("low"), arg("shortest"), out("edge"), arg("threads"));
    m.def(
        "thin_lines",
        [](In<uint8_t, 2> drawn, Out<uint8_t, 2> thin) {
            need(same_area(drawn, thin), "thin: expected the shape of drawn");
            nb::gil_scoped_release release;
            thin_lines(drawn.data(), int(drawn.shape(0)), int(drawn.shape(1)), thin.data());
        },
        arg("drawn"), out("thin"));
    m.def(
        "spread_labels",
        [](Out<int32_t, 2> label, In<uint8_t, 2> mask) {
            need(same_area(label, mask), "mask: expected the shape of label");
            nb::gil_scoped_release release;
            spread_labels(label.data(), mask.data(), int(label.shape(0)), int(label.shape(1)));
        },
        out("label"), arg("mask"));
    m.def(
        "astray",
        [](In<uint8_t, 3> paint, In<uint8_t, 2> label, Out<uint8_t, 2> astray, int threads) {
            need(paint.shape(2) == 3 && same_area(paint, label), "paint: expected (rows, cols, 3) as label");
            need(same_area(label, astray), "astray: expected the shape of label");
            nb::gil_scoped_release release;
            underpaint::astray(paint.data(), label.data(), int(label.shape(0)), int(label.shape(1)), astray.data(), threads);
        },
        arg("paint"), arg("label"), out("astray"), arg("threads"));
    m.def(
        "pieces",
        [](In<uint8_t, 2> label, Out<int32_t, 2> piece) {
            need(same_area(label, piece), "piece: expected the shape of label");
            nb::gil_scoped_release release;
            return pieces(label.data(), int(label.shape(0)), int(label.shape(1)), piece.data());
        },
        arg("label"), out("piece"));
    m.def(
        "place_in_piece",
        [](In<int32_t, 2> piece, int count, Out<uint8_t, 2> down, Out<uint8_t, 2> across, int threads) {
            need(same_area(piece, down) && same_area(piece, across), "down and across: expected the shape of piece");
            need(between(piece.data(), piece.size(), 0, int64_t(count) - 1), "piece: a number beyond count");
            nb::gil_scoped_release release;
            place_in_piece(piece.data(), count, int(piece.shape(0)), int(piece.shape(1)), down.data(), across.data(),
                           threads);
        },
        arg("piece"), arg("count"), out("down"), out("across"), arg("threads"));
    nb::class_<AxisArrays>(m, "Axis").def(
        nb::init<In<int32_t, 2>, In<int32_t, 2>, In<uint8_t, 2>>(), arg("at"), arg("weight"), arg("near"));
    m.def("resize", &resize_checked<uint8_t>, nb::arg("paint").noconvert(), arg("down"), arg("across"), out("resized"), arg("threads"));
    m.def("resize", &resize_checked<uint16_t>, nb::arg("paint").noconvert(), arg("down"), arg("across"), out("resized"), arg("threads"));
    m.def(
        "halve_labels",
        [](In<uint8_t, 2> full, Out<uint8_t, 2> half, int threads) {
            need(half.shape(0) == (full.shape(0) + 1) / 2 && half.shape(1) == (full.shape(1) + 1) / 2,
                 "half: expected half the size of full");
            nb::gil_scoped_release release;
            halve_labels(full.data(), int(full.shape(0)), int(full.shape(1)), half.data(), threads);
        },
        arg("full"), out("half"), arg("threads"));

    nb::class_<SoftArrays>(m, "Soft").def(
        nb::init<In<int32_t, 3>, In<uint8_t, 1>, In<int32_t, 1>, In<int32_t, 1>>(), arg("terms"), arg("is_soft"), arg("top"), arg("bottom"));
    m.def(
        "detail",
        [](In<uint8_t, 3> paint, In<uint8_t, 2> label, const SoftArrays& soft, In<uint8_t, 2> middle,
           Out<uint8_t, 3> detailed, int threads) {
            need(same_area(paint, label) && paint.shape(2) >= 3, "paint: expected (rows, cols, 3 or more) as label");
            need(same_area(detailed, label) && detailed.shape(2) >= 3, "detailed: expected (rows, cols, 3 or more)");
            need(middle.shape(0) == 256 && middle.shape(1) == 3, "middle: expected (256, 3)");
            const int rows = int(label.shape(0)), cols = int(label.shape(1));
            nb::gil_scoped_release release;
            detail(paint.data(), int(paint.shape(2)), label.data(), rows, cols, soft.soft(),
                   middle.data(), detailed.data(), int(detailed.shape(2)), threads);
        },
        arg("paint"), arg("label"), arg("soft"), arg("middle"), out("detailed"), arg("threads"));
    bind_finish<uint8_t>(m, "8");
    bind_finish<uint16_t>(m, "16");
}
