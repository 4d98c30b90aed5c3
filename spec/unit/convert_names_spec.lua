local names = require "spec.models.names"
local patterns = require "spec.models.patterns"

describe("names in snake case", function()
  --- As botocore's xform_name gives them, odd ones of many services included.
  local known = [[
    StopReplication stop_replication
    DescribeReplicationTableStatistics describe_replication_table_statistics
    UpdateSubscriptionsToEventBridge update_subscriptions_to_event_bridge
    RunFleetAdvisorLsaAnalysis run_fleet_advisor_lsa_analysis
    ExportSourceNetworkCfnTemplate export_source_network_cfn_template
    AddTagsToResource add_tags_to_resource
    ListACLs list_acls
    DescribeNetworkACLs describe_network_acls
    ListHITs list_hits
    ListReviewableHITs list_reviewable_hits
    ListHITsForQualificationType list_hits_for_qualification_type
    CreateCachediSCSIVolume create_cached_iscsi_volume
    DescribeStorediSCSIVolumes describe_stored_iscsi_volumes
    ExecutePartiQLStatement execute_partiql_statement
    SendWhatsAppMessage send_whatsapp_message
    GetOTelEnrichment get_otel_enrichment
    CreateDBInstance create_db_instance
    DescribeDBClusters describe_db_clusters
    ListObjectsV2 list_objects_v2
    GetS3Object get_s3_object
    EnableMFADevice enable_mfa_device
    CreateNFSFileShare create_nfs_file_share
    AssumeRoleWithSAML assume_role_with_saml
    ListOpenIDConnectProviders list_open_id_connect_providers
    GetEC2InstanceRecommendations get_ec2_instance_recommendations
    DescribeVTLDevices describe_vtl_devices
    CreateHIT create_hit
    PutIPs put_ips
    IPs _ips
    already_snake already_snake
    Mixed_Name Mixed_Name
    X x
  ]]

  it("are those of boto3", function()
    for name, expected in known:gmatch("(%S+) (%S+)") do assert.equal(expected, names.snake(name)) end
  end)
end)

describe("patterns of both forms", function()
  it("have to match the whole text", function()
    for pattern, expected in pairs({
      ["[0-9]"] = "[0-9]", ["^[0-9]$"] = "[0-9]", ["^a"] = "a", ["a$"] = "a", ["a\\$"] = "a\\$", ["$"] = "$", [""] = "", ["^"] = "",
    }) do
      assert.equal(expected, patterns.whole(pattern))
    end
    for pattern, expected in pairs({
      ["[0-9]"] = ".*[0-9].*", ["^[0-9]$"] = "[0-9]", ["^a"] = "a.*", ["a$"] = ".*a", ["^a\\$"] = "a\\$.*", [".*"] = ".*",
      ["^[^$].*"] = "[^$].*", [".*a"] = ".*a.*",
    }) do
      assert.equal(expected, patterns.part(pattern))
    end
    assert.is_nil(patterns.whole(nil))
    assert.is_nil(patterns.part(nil))
  end)
end)
