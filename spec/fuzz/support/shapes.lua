--- A small model with every type, for the fuzzers of decoding and encoding.
return {
  Output = {
    type = "structure",
    members = {
      Text = "string", Count = "integer", Size = "long", Ratio = "double", Flag = "boolean", Data = "blob", Time = "timestamp",
      Iso = "Iso", Http = "Http", Any = "document", Tags = "Tags", Counts = "Counts", Names = "Names", Self = "Output",
      Selves = "Selves", Key = { shape = "string", location_name = "_key" }, Choice = "Choice", Matrix = "Matrix", Anys = "Anys",
      Secret = "Secret",
    },
  },
  Iso = { type = "timestamp", timestamp_format = "iso8601" },
  Http = { type = "timestamp", timestamp_format = "rfc822" },
  Tags = { type = "map", key = "string", value = "string" },
  Counts = { type = "map", key = "string", value = "integer" },
  Anys = { type = "map", key = "string", value = "document" },
  Names = { type = "list", member = "string" },
  Matrix = { type = "list", member = "Names" },
  Selves = { type = "list", member = "Output" },
  Choice = { type = "structure", union = true, members = { a = "string", b = "Names" } },
  Secret = { type = "string", sensitive = true },
}
