#include "services/wangge/replay/replay_map.h"

namespace wangge::replay {

std::string ExplainMap() {
  return R"map(# How the CSV export of one city becomes reports and cases. Schema with every detail:
# proto/wangge/config/v1/replay.proto. A field that is not named here is left out with its default.

# Short name of the export, and its name for people.
id: "springfield_2024"
label: "Springfield service requests, 2024"

# Zone in which the export writes its times (IANA name), and the formats to try, the first that matches the whole
# value wins: %Y %y %m %b %d %H %I %M %S %f (fraction) %p (AM/PM) %z (offset). No time of day means midnight.
time_zone: "America/Chicago"
time_formats: "%Y-%m-%d %H:%M:%S"
time_formats: "%m/%d/%Y %I:%M:%S %p"
time_formats: "%Y-%m-%dT%H:%M:%S.%f%z"
time_formats: "%Y-%m-%d"

# Values that mean "nothing", besides the empty one.
missing_values: "NULL"
missing_values: "N/A"

# Coordinates such as 39,7817.
decimal_comma: false

# Names in the header. Only id and opened are required.
columns {
  id: "request_id"
  opened: "created"
  closed: "closed"  # a record with a time here is closed, whatever its status says
  due: "due"        # becomes the deadline of handling
  category: "request_type"
  unit: "department"
  longitude: "lon"
  latitude: "lat"
  source: "channel"
}

# What an office enters when it knows no place: still located, but marked.
default_positions { longitude: -89.6501 latitude: 39.7817 tolerance_deg: 0.00005 }

# Partitions to locate each record in; without one no case has an area. The file is looked for beside the CSV, then
# beside this map; `--layer wards=FILE` names another.
layers {
  name: "wards"
  file: "wards.geojson"
  key: "WARD"
  datum: "wgs84"
  area_column: "ward"  # what the city recorded, to compare with
  area_rules { prefix: "Ward " }  # "Ward 3" is 3; the first rule that matches is applied
  missing_areas: "Unknown"
  ignore_leading_zeros: true
  ignore_case: true
}
layers {
  name: "districts"
  file: "districts.geojson"
  key: "CODE"
  area_column: "address"
  area_rules { suffix: " EAST" put_before: "2" }  # "04 EAST" is 204
  area_rules { cut_at: "," }                      # "District 4, Main St 5" is "District 4"
  only_matching_areas: true
}
primary_layer: "wards"

# Values become ids as they are. Only what differs is named: the id of the empty value, and spellings to join.
categories { none: "(none)" }
units {
  codes { value: "Public Works Dept" id: "works" label: "Public Works" }
  codes { value: "PUBLIC WORKS" id: "works" label: "Public Works" }
}
sources {}
)map";
}

}  // namespace wangge::replay
