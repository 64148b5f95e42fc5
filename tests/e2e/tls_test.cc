// A server with a certificate, and the commands that talk to it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>
#include <string>

#include "tests/kit/files.h"
#include "tests/kit/health.h"
#include "tests/kit/program.h"

namespace wangge {
namespace {

using ::testing::HasSubstr;

constexpr int kRefused = 3;
constexpr int kFailed = 4;
constexpr long kLifetimeSeconds = 3'600;

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using File = std::unique_ptr<std::FILE, decltype(&std::fclose)>;

void AddSubject(X509* certificate) {
  X509_NAME* name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("wangge test"), -1, -1,
                             0);
  X509_set_issuer_name(certificate, name);
  X509_EXTENSION* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1");
  X509_add_ext(certificate, names, -1);
  X509_EXTENSION_free(names);
}

// A certificate of 127.0.0.1 that signs itself, in `folder`/cert.pem, and its key in `folder`/key.pem.
void MakeCertificate(const std::string& folder) {
  const Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const Certificate certificate(X509_new(), X509_free);
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kLifetimeSeconds);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kLifetimeSeconds);
  X509_set_pubkey(certificate.get(), key.get());
  AddSubject(certificate.get());
  ASSERT_NE(X509_sign(certificate.get(), key.get(), EVP_sha256()), 0);
  const File certificate_file(std::fopen((folder + "/cert.pem").c_str(), "w"), std::fclose);
  ASSERT_EQ(PEM_write_X509(certificate_file.get(), certificate.get()), 1);
  const File key_file(std::fopen((folder + "/key.pem").c_str(), "w"), std::fclose);
  ASSERT_EQ(PEM_write_PrivateKey(key_file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr), 1);
}

TEST(Tls, ACommandTalksToAServerWhoseCertificateGoesBackToItsRoots) {
  const std::string folder = kit::MakeFolder("files");
  MakeCertificate(folder);
  const kit::Ran applied = kit::Run({"config", "apply", kit::DemoCity(), "--state", folder + "/state"});
  ASSERT_EQ(applied.exit, 0) << applied.err;
  const auto server = kit::Serve(folder, {"--state", folder + "/state", "--keys", folder + "/keys", "--tls-cert",
                                          folder + "/cert.pem", "--tls-key", folder + "/key.pem"});
  ASSERT_NE(server, nullptr);
  ASSERT_TRUE(kit::AwaitServing(server->address(), kit::ReadText(folder + "/cert.pem")).ok());
  const auto list = [&](std::vector<std::string> more) {
    std::vector<std::string> arguments{"layer",  "list",           "--server", server->address(),
                                       "--keys", folder + "/keys", "--actor",  "analyst-01",
                                       "--role", "analyst",        "--area",   "*"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return kit::Run(arguments);
  };
  const kit::Ran listed = list({"--tls-roots", folder + "/cert.pem"});
  EXPECT_EQ(listed.exit, 0) << listed.err;
  EXPECT_THAT(listed.out, HasSubstr("unit_grid"));
  EXPECT_EQ(list({}).exit, kFailed);  // plain text to a server that speaks TLS
  const kit::Ran no_roots = list({"--tls-roots", folder + "/key.pem"});
  EXPECT_EQ(no_roots.exit, kRefused);
  EXPECT_THAT(no_roots.err, HasSubstr("--tls-roots"));
}

}  // namespace
}  // namespace wangge
