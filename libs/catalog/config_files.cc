#include "catalog/config_files.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/file/file.h"
#include "base/limits.h"
#include "catalog/layer_body.h"
#include "catalog/text_fields.h"
#include "wangge/config/v1/city.pb.h"

namespace wangge::catalog {
namespace {

namespace v1 = wangge::config::v1;
using domain::EditionKind;

constexpr std::size_t kCityFileBytesMax = 1u << 20;

constexpr Pair<v1::EditionKind, EditionKind> kKinds[] = {
    {v1::EDITION_KIND_SYSTEM, EditionKind::kSystem},
    {v1::EDITION_KIND_PROCEDURE, EditionKind::kProcedure},
    {v1::EDITION_KIND_CATALOGUE, EditionKind::kCatalogue},
    {v1::EDITION_KIND_ORGANISATIONS, EditionKind::kOrganisations},
    {v1::EDITION_KIND_ROLES, EditionKind::kRoles},
    {v1::EDITION_KIND_RESPONSIBILITIES, EditionKind::kResponsibilities},
    {v1::EDITION_KIND_CALENDAR, EditionKind::kCalendar},
    {v1::EDITION_KIND_ABSENCES, EditionKind::kAbsences},
    {v1::EDITION_KIND_CAMPAIGN, EditionKind::kCampaign},
    {v1::EDITION_KIND_COMPONENTS, EditionKind::kComponents},
};

constexpr EditionKind kOrder[] = {
    EditionKind::kLayer,     EditionKind::kCalendar,   EditionKind::kOrganisations, EditionKind::kResponsibilities,
    EditionKind::kCatalogue, EditionKind::kProcedure,  EditionKind::kSystem,        EditionKind::kAbsences,
    EditionKind::kCampaign,  EditionKind::kComponents, EditionKind::kRoles};

std::ptrdiff_t RankOf(EditionKind kind) { return std::ranges::find(kOrder, kind) - std::begin(kOrder); }

class CityReader {
 public:
  CityReader(const v1::City& city, const ParsedText& parsed)
      : city_(city), root_(city, parsed), folder_(FolderOf(parsed.file_name)) {}

  absl::StatusOr<std::vector<ConfigEdition>> Read() {
    WANGGE_RETURN_IF_ERROR(CheckId(root_, "id", -1, city_.id()));
    WANGGE_RETURN_IF_ERROR(ReadLabel(root_, city_).status());
    for (int i = 0; i < city_.editions_size(); ++i) {
      WANGGE_RETURN_IF_ERROR(Add(root_.Child("editions", i, city_.editions(i)), city_.editions(i)));
    }
    for (int i = 0; i < city_.layers_size(); ++i) {
      WANGGE_RETURN_IF_ERROR(Add(root_.Child("layers", i, city_.layers(i)), city_.layers(i)));
    }
    std::ranges::stable_sort(editions_, {}, [](const ConfigEdition& edition) { return RankOf(edition.kind); });
    return std::move(editions_);
  }

 private:
  static std::string FolderOf(const std::string& file) {
    const std::size_t slash = file.rfind('/');
    return slash == std::string::npos ? "" : file.substr(0, slash + 1);
  }

  // The path of an entry that is listed as it must be.
  absl::StatusOr<std::string> PathOf(const TextNode& node, EditionKind kind, const std::string& name,
                                     const std::string& file) {
    WANGGE_RETURN_IF_ERROR(CheckId(node, "name", -1, name));
    WANGGE_RETURN_IF_ERROR(CheckPresent(node, "file", !file.empty()));
    if (!seen_.emplace(kind, name).second) {
      return node.Fault("name", "Expected each kind and name once, but \"" + name + "\" stands twice.");
    }
    return file.front() == '/' ? file : folder_ + file;
  }

  static absl::Status UnreadableAt(const TextNode& node, const absl::Status& status) {
    return {status.code(), node.Fault("file", ToStd(status.message())).message()};
  }

  absl::Status Add(const TextNode& node, const v1::Edition& text) {
    WANGGE_ASSIGN_OR_RETURN(const EditionKind kind, ReadEnum(node, "kind", -1, text.kind(), kKinds));
    WANGGE_ASSIGN_OR_RETURN(const std::string path, PathOf(node, kind, text.name(), text.file()));
    auto body = ReadFile(path, limits::kConfigBodyBytesMax);
    if (!body.ok()) return UnreadableAt(node, body.status());
    editions_.push_back(
        {.kind = kind, .name = text.name(), .body = *std::move(body), .file = path, .place = node.Where()});
    return absl::OkStatus();
  }

  absl::Status Add(const TextNode& node, const v1::Layer& text) {
    WANGGE_ASSIGN_OR_RETURN(const std::string path, PathOf(node, EditionKind::kLayer, text.name(), text.file()));
    WANGGE_RETURN_IF_ERROR(CheckPresent(node, "key", !text.key().empty()));
    const auto file = geo::ReadLayerFile(path, {.key = text.key(),
                                                .datum = text.datum(),
                                                .crs = text.crs(),
                                                .encoding = text.encoding(),
                                                .table = text.table()});
    if (!file.ok()) return UnreadableAt(node, file.status());
    auto edition = LayerEdition(text.name(), text.key(), path, *file, text.index() == v1::LAYER_INDEX_GEOS);
    if (!edition.ok()) return node.Fault("key", ToStd(edition.status().message()));
    edition->place = node.Where();
    editions_.push_back(*std::move(edition));
    return absl::OkStatus();
  }

  const v1::City& city_;
  TextNode root_;
  std::string folder_;
  std::set<std::pair<EditionKind, std::string>> seen_;
  std::vector<ConfigEdition> editions_;
};

}  // namespace

absl::StatusOr<ConfigEdition> LayerEdition(const std::string& name, const std::string& key, const std::string& path,
                                           const geo::LayerFile& file, bool index_of_geos) {
  LayerBody layer{.key = key, .datum = file.datum, .geojson = file.geojson, .index_of_geos = index_of_geos};
  if (!file.crs.empty()) {
    layer.source = file.format;
    layer.crs = file.crs;
  }
  ConfigEdition edition{.kind = EditionKind::kLayer, .name = name, .file = path, .findings = file.notes};
  WANGGE_ASSIGN_OR_RETURN(edition.body, EncodeLayerBody(layer));
  for (const geo::Finding& finding : file.findings) edition.findings.push_back(geo::ToText(finding));
  return edition;
}

absl::StatusOr<std::vector<ConfigEdition>> ReadConfigFiles(const std::string& city_file) {
  WANGGE_ASSIGN_OR_RETURN(const std::string body, ReadFile(city_file, kCityFileBytesMax));
  v1::City city;
  ParsedText parsed{.file_name = city_file};
  WANGGE_RETURN_IF_ERROR(ParseTextFormat(body, city, parsed));
  WANGGE_ASSIGN_OR_RETURN(std::vector<ConfigEdition> editions, CityReader(city, parsed).Read());
  WANGGE_RETURN_IF_ERROR(CheckEditions(editions));
  return editions;
}

}  // namespace wangge::catalog
