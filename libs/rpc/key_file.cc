#include "rpc/key_file.h"

#include <sys/stat.h>

#include <cerrno>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/digest/sha256.h"
#include "base/file/descriptor.h"
#include "base/file/file.h"
#include "base/json_place.h"
#include "base/status/text.h"
#include "rpc/base64url.h"

namespace wangge::rpc {
namespace {

using Json = nlohmann::json;

// The member as text; empty when it is missing or no text.
std::string TextOf(const Json& object, const char* member) {
  const auto found = object.find(member);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Json ToJson(const std::string& id, const Es256PublicKey& key) {
  return {{"kty", "EC"},
          {"crv", "P-256"},
          {"alg", "ES256"},
          {"use", "sig"},
          {"kid", id},
          {"x", ToBase64Url(key.x())},
          {"y", ToBase64Url(key.y())}};
}

absl::Status Expect(const Json& object, const std::string& id, const char* member, const char* value) {
  const std::string found = TextOf(object, member);
  if (found == value) return absl::OkStatus();
  return InvalidArgument("key \"" + id + "\": Expected " + member + " to be \"" + value + "\", but it is \"" + found +
                         "\"");
}

absl::StatusOr<std::pair<std::string, Es256PublicKey>> PublicKeyFrom(const Json& object) {
  if (!object.is_object()) return InvalidArgument("Expected a key to be a JSON object, but it is not");
  std::string id = TextOf(object, "kid");
  if (id.empty() || id.size() > kKeyIdBytesMax) {
    return InvalidArgument("Expected a key id (kid) of 1 to 64 bytes, but it has " + std::to_string(id.size()));
  }
  WANGGE_RETURN_IF_ERROR(Expect(object, id, "kty", "EC"));
  WANGGE_RETURN_IF_ERROR(Expect(object, id, "crv", "P-256"));
  WANGGE_RETURN_IF_ERROR(Expect(object, id, "alg", "ES256"));
  const auto x = FromBase64Url(TextOf(object, "x"));
  const auto y = FromBase64Url(TextOf(object, "y"));
  if (!x || !y) return InvalidArgument("key \"" + id + "\": Expected x and y in base64url, but they are not");
  absl::StatusOr<Es256PublicKey> key = Es256PublicKey::FromCoordinates(*x, *y);
  if (!key.ok()) return WithContext("key \"" + id + "\"", key.status());
  return std::pair(std::move(id), *std::move(key));
}

absl::StatusOr<Json> ParseObject(std::string_view text, std::string_view file_name) {
  const auto none = [&] {
    return InvalidArgument(NameOf(file_name, PlaceOfJson(text, {})) + ": Expected a JSON object, but the text is none");
  };
  try {
    Json json = Json::parse(text);
    if (json.is_object()) return json;
  } catch (const Json::parse_error& error) {
    const JsonFault fault = NotJson(text, error.byte, error.what());
    return InvalidArgument(NameOf(file_name, fault.place) + ": " + fault.text);
  } catch (const Json::exception&) {
    return none();
  }
  return none();
}

absl::Status CheckPublic(const Json& object, const std::string& id, const PublicKeys& known) {
  if (object.contains("d")) {
    return InvalidArgument("key \"" + id + "\": Expected a public key, but it has its private number (d)");
  }
  if (known.contains(id)) {
    return InvalidArgument("key \"" + id + "\": Expected an id once, but it is there twice");
  }
  return absl::OkStatus();
}

absl::StatusOr<SigningKey> SigningKeyFrom(const Json& json) {
  WANGGE_ASSIGN_OR_RETURN(auto found, PublicKeyFrom(json));
  const auto d = FromBase64Url(TextOf(json, "d"));
  if (!d) return InvalidArgument("key \"" + found.first + "\": Expected d in base64url, but it is not");
  absl::StatusOr<Es256PrivateKey> key = Es256PrivateKey::FromNumber(*d, found.second);
  if (!key.ok()) return WithContext("key \"" + found.first + "\"", key.status());
  return SigningKey{std::move(found.first), *std::move(key)};
}

}  // namespace

absl::StatusOr<SigningKey> GenerateSigningKey() {
  absl::StatusOr<Es256PrivateKey> key = Es256PrivateKey::Generate();
  if (!key.ok()) return key.status();
  const Es256PublicKey& shown = key->public_key();
  // RFC 7638: the required members only, in the order of their names, without white space.
  const std::string members =
      R"({"crv":"P-256","kty":"EC","x":")" + ToBase64Url(shown.x()) + R"(","y":")" + ToBase64Url(shown.y()) + R"("})";
  return SigningKey{ToBase64Url(BytesOf(Sha256::Of(members))), *std::move(key)};
}

PublicKeys PublicPartOf(const SigningKey& key) { return {{key.id, key.key.public_key()}}; }

std::string FormatPublicKeys(const PublicKeys& keys) {
  Json list = Json::array();
  for (const auto& [id, key] : keys) list.push_back(ToJson(id, key));
  return Json{{"keys", list}}.dump(2) + "\n";
}

absl::StatusOr<PublicKeys> ParsePublicKeys(std::string_view text, std::string_view file_name) {
  WANGGE_ASSIGN_OR_RETURN(const Json json, ParseObject(text, file_name));
  const auto list = json.find("keys");
  if (list == json.end() || !list->is_array() || list->empty()) {
    return InvalidArgument(NameOf(file_name, PlaceOfJson(text, {"keys"})) +
                           ": Expected a list \"keys\" of at least one key, but there is none");
  }
  PublicKeys keys;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const auto place = [&] { return NameOf(file_name, PlaceOfJson(text, {"keys", i})); };
    auto found = PublicKeyFrom((*list)[i]);
    if (!found.ok()) return WithContext(place(), found.status());
    if (absl::Status fit = CheckPublic((*list)[i], found->first, keys); !fit.ok()) return WithContext(place(), fit);
    keys.insert(*std::move(found));
  }
  return keys;
}

std::string FormatSigningKey(const SigningKey& key) {
  Json object = ToJson(key.id, key.key.public_key());
  object["d"] = ToBase64Url(key.key.number());
  return object.dump(2) + "\n";
}

absl::StatusOr<SigningKey> ParseSigningKey(std::string_view text, std::string_view file_name) {
  WANGGE_ASSIGN_OR_RETURN(const Json json, ParseObject(text, file_name));
  absl::StatusOr<SigningKey> key = SigningKeyFrom(json);
  if (!key.ok()) return WithContext(NameOf(file_name, PlaceOfJson(text, {})), key.status());
  return key;
}

absl::StatusOr<PublicKeys> ReadPublicKeys(const std::string& path) {
  WANGGE_ASSIGN_OR_RETURN(const std::string text, ReadFile(path, kKeyFileBytesMax));
  return ParsePublicKeys(text, path);
}

absl::StatusOr<SigningKey> ReadSigningKey(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return SystemError("read", path, errno);
  if ((found.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return absl::PermissionDeniedError(
        ToAbsl(path + ": Expected a private key that only its owner may read (mode 0600), but others may"));
  }
  WANGGE_ASSIGN_OR_RETURN(const std::string text, ReadFile(path, kKeyFileBytesMax));
  return ParseSigningKey(text, path);
}

absl::Status WritePublicKeys(const std::string& path, const PublicKeys& keys) {
  return WriteFileDurably(path, FormatPublicKeys(keys));
}

absl::Status WriteSigningKey(const std::string& path, const SigningKey& key) {
  return WriteFileDurably(path, FormatSigningKey(key));
}

}  // namespace wangge::rpc
