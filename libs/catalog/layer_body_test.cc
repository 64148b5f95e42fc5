#include "catalog/layer_body.h"

#include "gtest/gtest.h"

namespace wangge::catalog {
namespace {

TEST(LayerBody, DecodingGivesWhatWasEncoded) {
  const std::string geojson("{\n \0 }", 6);
  const auto body = EncodeLayerBody({.key = "区划码", .datum = "wgs84", .geojson = geojson});
  ASSERT_TRUE(body.ok()) << body.status();
  EXPECT_EQ(*body, "wangge-layer 1 key=区划码 datum=wgs84\n" + geojson);
  const auto layer = DecodeLayerBody(*body);
  ASSERT_TRUE(layer.ok()) << layer.status();
  EXPECT_EQ(layer->key, "区划码");
  EXPECT_EQ(layer->datum, "wgs84");
  EXPECT_EQ(layer->geojson, geojson);
  EXPECT_FALSE(layer->index_of_geos);
}

TEST(LayerBody, TheIndexIsNamedOnlyWhereItIsNotTheUsualOne) {
  const auto body = EncodeLayerBody({.key = "code", .datum = "wgs84", .geojson = "{}", .index_of_geos = true});
  ASSERT_TRUE(body.ok()) << body.status();
  EXPECT_EQ(*body, "wangge-layer 1 key=code datum=wgs84 index=geos\n{}");
  const auto layer = DecodeLayerBody(*body);
  ASSERT_TRUE(layer.ok()) << layer.status();
  EXPECT_EQ(layer->datum, "wgs84");
  EXPECT_TRUE(layer->index_of_geos);
  EXPECT_EQ(DecodeLayerBody("wangge-layer 1 key=code datum=wgs84 index=none\n{}").status().code(),
            absl::StatusCode::kDataLoss);
}

TEST(LayerBody, AConvertedLayerSaysFromWhat) {
  const auto body =
      EncodeLayerBody({.key = "code", .datum = "cgcs2000", .geojson = "{}", .source = "shapefile", .crs = "EPSG:4549"});
  ASSERT_TRUE(body.ok()) << body.status();
  EXPECT_EQ(*body, "wangge-layer 1 key=code datum=cgcs2000 source=shapefile crs=EPSG:4549\n{}");
  const auto layer = DecodeLayerBody(*body);
  ASSERT_TRUE(layer.ok()) << layer.status();
  EXPECT_EQ(layer->datum, "cgcs2000");
  EXPECT_EQ(layer->source, "shapefile");
  EXPECT_EQ(layer->crs, "EPSG:4549");
  EXPECT_EQ(layer->geojson, "{}");
  EXPECT_FALSE(EncodeLayerBody({.key = "code", .datum = "wgs84", .source = "shapefile"}).ok());
  EXPECT_FALSE(EncodeLayerBody({.key = "code", .datum = "wgs84", .source = "shapefile", .crs = "a b"}).ok());
}

TEST(LayerBody, KeyAndDatumAreSingleWords) {
  for (const char* word : {"", "a b", "a\nb", " "}) {
    EXPECT_EQ(EncodeLayerBody({.key = word, .datum = "wgs84"}).status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(EncodeLayerBody({.key = "code", .datum = word}).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST(LayerBody, WhatWasNotEncodedHereIsDataLoss) {
  for (const char* body :
       {"", "{}", "wangge-layer 1 key=code datum=wgs84", "wangge-layer 2 key=code datum=wgs84\n",
        "wangge-layer 1 key=code\n{}", "wangge-layer 1 key= datum=wgs84\n{}", "wangge-layer 1 key=code datum=\n{}",
        "wangge-layer 1 key=code datum=wgs84 source=shapefile\n{}",
        "wangge-layer 1 key=code datum=wgs84 source= crs=EPSG:4549\n{}",
        "wangge-layer 1 key=code datum=wgs84 crs=EPSG:4549\n{}", "wangge-layer 1 key=a b datum=wgs84\n{}"}) {
    EXPECT_EQ(DecodeLayerBody(body).status().code(), absl::StatusCode::kDataLoss) << body;
  }
}

TEST(LayerBody, OneOfADemonstrationSaysSo) {
  EXPECT_TRUE(IsIllustrative({.geojson = R"({"properties":{"code":"1","illustrative":true}})"}));
  EXPECT_FALSE(IsIllustrative({.geojson = R"({"properties":{"code":"1","illustrative":false}})"}));
}

}  // namespace
}  // namespace wangge::catalog
