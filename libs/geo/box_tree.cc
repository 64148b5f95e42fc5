#include "geo/box_tree.h"

#include <boost/geometry.hpp>
#include <boost/geometry/index/rtree.hpp>
#include <boost/iterator/function_output_iterator.hpp>
#include <algorithm>
#include <utility>

namespace wangge::geo {
namespace {

using Corner = boost::geometry::model::point<double, 2, boost::geometry::cs::cartesian>;
using Item = std::pair<boost::geometry::model::box<Corner>, std::uint32_t>;

boost::geometry::model::box<Corner> ToBoost(const Box& box) {
  return {{box.lon_min, box.lat_min}, {box.lon_max, box.lat_max}};
}

std::vector<Item> Number(std::span<const Box> boxes) {
  std::vector<Item> items;
  items.reserve(boxes.size());
  for (const Box& box : boxes) items.emplace_back(ToBoost(box), static_cast<std::uint32_t>(items.size()));
  return items;
}

}  // namespace

struct BoxTree::Tree {
  explicit Tree(const std::vector<Item>& numbered) : items(numbered) {}  // a range given at once is packed
  boost::geometry::index::rtree<Item, boost::geometry::index::rstar<16>> items;
};

BoxTree::BoxTree(std::span<const Box> boxes) : tree_(std::make_unique<const Tree>(Number(boxes))) {}
BoxTree::~BoxTree() = default;
BoxTree::BoxTree(BoxTree&&) noexcept = default;
BoxTree& BoxTree::operator=(BoxTree&&) noexcept = default;

void BoxTree::FindMeeting(const Box& box, std::vector<std::uint32_t>& numbers) const {
  tree_->items.query(boost::geometry::index::intersects(ToBoost(box)),
                     boost::make_function_output_iterator([&](const Item& item) { numbers.push_back(item.second); }));
}

void BoxTree::VisitNearest(LonLat point, const std::function<bool(std::uint32_t, double)>& show) const {
  const Corner corner(point.lon, point.lat);
  const auto all = static_cast<unsigned>(tree_->items.size());
  for (auto item = tree_->items.qbegin(boost::geometry::index::nearest(corner, all)); item != tree_->items.qend();
       ++item) {
    if (!show(item->second, boost::geometry::distance(corner, item->first))) return;
  }
}

}  // namespace wangge::geo
