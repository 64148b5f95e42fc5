#include "services/grid/component_book.h"

#include <utility>

#include "base/status/text.h"
#include "catalog/load.h"
#include "services/grid/layer_book.h"

namespace wangge::grid {

absl::StatusOr<std::shared_ptr<const ComponentBooks>> ComponentBook::Read() const {
  const std::lock_guard lock(mutex_);
  if (is_open_) return books_;
  return PlacesNotLoaded();
}

void ComponentBook::Open() {
  const std::lock_guard lock(mutex_);
  is_open_ = true;
}

void ComponentBook::Put(const std::string& name, BookedComponents components) {
  const std::lock_guard lock(mutex_);
  const auto found = books_->find(name);
  if (found != books_->end() && found->second.version >= components.version) return;
  auto next = std::make_shared<ComponentBooks>(*books_);
  next->insert_or_assign(name, std::move(components));
  books_ = std::move(next);
}

absl::StatusOr<BookedComponents> ComponentsOfEdition(std::string_view name, std::uint64_t version,
                                                     std::string_view body) {
  WANGGE_ASSIGN_OR_RETURN(catalog::Components components, catalog::LoadComponents(body, name));
  return BookedComponents{std::make_shared<const catalog::Components>(std::move(components)), version};
}

ComponentAnswers AnswersOf(const ComponentBooks& books, const std::vector<std::string>& ids) {
  ComponentAnswers answers(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    for (const auto& [name, booked] : books) {
      auto& answer = answers[i].emplace_back();
      answer.edition = name;
      answer.version = booked.version;
      const auto number = booked.components->Find(ids[i]);
      if (!number) continue;
      const catalog::Component component = booked.components->At(*number);
      answer.is_known = true;
      answer.category = component.category;
      answer.bodies = catalog::BodiesOf(component);
    }
  }
  return answers;
}

}  // namespace wangge::grid
