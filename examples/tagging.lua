--- Facts of AWS Resource Groups Tagging API, API version 2017-01-26.
--- Written by `make models`: edit nothing here. README.md has the format.
---@type aws.ServiceModel
-- luacheck: no max line length
return {
  name = "tagging",
  full_name = "AWS Resource Groups Tagging API",
  service_id = "Resource Groups Tagging API",
  uid = "resourcegroupstaggingapi-2017-01-26",
  api_version = "2017-01-26",
  endpoint_prefix = "tagging",
  signing_name = "tagging",
  protocol = "awsJson1.1",
  target_prefix = "ResourceGroupsTaggingAPI_20170126",
  operations = {
    get_resources = {
      name = "GetResources",
      method = "POST",
      path = "/",
      input = "GetResourcesInput",
      output = "GetResourcesOutput",
      errors = {
        "InternalServiceException",
        "InvalidParameterException",
        "PaginationTokenExpiredException",
        "ThrottledException",
      },
      read_only = true,
      pages = {
        input_token = "PaginationToken",
        output_token = "PaginationToken",
        page_size = "ResourcesPerPage",
        items = "ResourceTagMappingList",
      },
    },
    get_tag_keys = {
      name = "GetTagKeys",
      method = "POST",
      path = "/",
      input = "GetTagKeysInput",
      output = "GetTagKeysOutput",
      errors = {
        "InternalServiceException",
        "InvalidParameterException",
        "PaginationTokenExpiredException",
        "ThrottledException",
      },
      read_only = true,
      pages = { input_token = "PaginationToken", output_token = "PaginationToken", items = "TagKeys" },
    },
    get_tag_values = {
      name = "GetTagValues",
      method = "POST",
      path = "/",
      input = "GetTagValuesInput",
      output = "GetTagValuesOutput",
      errors = {
        "InternalServiceException",
        "InvalidParameterException",
        "PaginationTokenExpiredException",
        "ThrottledException",
      },
      read_only = true,
      pages = { input_token = "PaginationToken", output_token = "PaginationToken", items = "TagValues" },
    },
  },
  shapes = {
    AmazonResourceType = { type = "string", max = 256, pattern = "[\\s\\S]*" },
    ComplianceDetails = {
      type = "structure",
      members = {
        ComplianceStatus = "boolean",
        KeysWithNoncompliantValues = "TagKeyList",
        NoncompliantKeys = "TagKeyList",
      },
    },
    ExceptionMessage = { type = "string", max = 2048 },
    GetResourcesInput = {
      type = "structure",
      members = {
        ExcludeCompliantResources = "boolean",
        IncludeComplianceDetails = "boolean",
        PaginationToken = "PaginationToken",
        ResourceARNList = "ResourceARNListForGet",
        ResourceTypeFilters = "ResourceTypeFilterList",
        ResourcesPerPage = "integer",
        TagFilters = "TagFilterList",
        TagsPerPage = "integer",
      },
    },
    GetResourcesOutput = {
      type = "structure",
      members = {
        PaginationToken = "PaginationToken",
        ResourceTagMappingList = "ResourceTagMappingList",
      },
    },
    GetTagKeysInput = { type = "structure", members = { PaginationToken = "PaginationToken" } },
    GetTagKeysOutput = {
      type = "structure",
      members = {
        PaginationToken = "PaginationToken",
        TagKeys = "TagKeyList",
      },
    },
    GetTagValuesInput = {
      type = "structure",
      required = { "Key" },
      members = {
        Key = "TagKey",
        PaginationToken = "PaginationToken",
      },
    },
    GetTagValuesOutput = {
      type = "structure",
      members = {
        PaginationToken = "PaginationToken",
        TagValues = "TagValuesOutputList",
      },
    },
    InternalServiceException = {
      type = "structure",
      exception = true,
      fault = "server",
      members = { Message = "ExceptionMessage" },
    },
    InvalidParameterException = { type = "structure", exception = true, members = { Message = "ExceptionMessage" } },
    PaginationToken = { type = "string", max = 2048, pattern = "[\\s\\S]*" },
    PaginationTokenExpiredException = {
      type = "structure",
      exception = true,
      members = { Message = "ExceptionMessage" },
    },
    ResourceARN = { type = "string", min = 1, max = 1011, pattern = "[\\s\\S]*" },
    ResourceARNListForGet = { type = "list", min = 1, max = 100, member = "ResourceARN" },
    ResourceTagMapping = {
      type = "structure",
      members = {
        ComplianceDetails = "ComplianceDetails",
        ResourceARN = "ResourceARN",
        Tags = "TagList",
      },
    },
    ResourceTagMappingList = { type = "list", member = "ResourceTagMapping" },
    ResourceTypeFilterList = { type = "list", member = "AmazonResourceType" },
    Tag = {
      type = "structure",
      required = { "Key", "Value" },
      members = {
        Key = "TagKey",
        Value = "TagValue",
      },
    },
    TagFilter = {
      type = "structure",
      members = {
        Key = "TagKey",
        Values = "TagValueList",
      },
    },
    TagFilterList = { type = "list", max = 50, member = "TagFilter" },
    TagKey = { type = "string", min = 1, max = 128, pattern = "[\\s\\S]*" },
    TagKeyList = { type = "list", member = "TagKey" },
    TagList = { type = "list", member = "Tag" },
    TagValue = { type = "string", max = 256, pattern = "[\\s\\S]*" },
    TagValueList = { type = "list", max = 20, member = "TagValue" },
    TagValuesOutputList = { type = "list", member = "TagValue" },
    ThrottledException = { type = "structure", exception = true, members = { Message = "ExceptionMessage" } },
  },
}
