--- What to look at when the replication of a source server is stalled, by the error code of DRS
--- (https://docs.aws.amazon.com/drs/latest/userguide/Troubleshooting-Communication-Errors.html).
local staging = "in the staging account and subnet"

return {
  AGENT_NOT_SEEN = "the agent's service does not run on the server, or TCP 443 from it to the regional DRS endpoint is blocked; "
    .. "a retry waits for the agent's next handshake",
  NOT_CONVERGING = "the server writes more than its bandwidth or the staging disks take: more bandwidth, no throttling, faster "
    .. "staging disks",
  UNSTABLE_NETWORK = "the connection from the server to TCP 1500 of the staging subnet breaks: look at firewalls, VPN and bandwidth",
  SNAPSHOTS_FAILURE = "snapshots fail: look at IAM permissions, the KMS key and the snapshot quota of the staging account",
  FAILED_TO_CREATE_SECURITY_GROUP = "look at the security group quota, IAM policies and the VPC " .. staging,
  FAILED_TO_LAUNCH_REPLICATION_SERVER = "look at the EC2 quota, IAM policies, instance type and subnet of replication servers "
    .. staging,
  FAILED_TO_BOOT_REPLICATION_SERVER = "look at the EC2 quota, IAM policies, instance type and subnet of replication servers "
    .. staging,
  FAILED_TO_AUTHENTICATE_WITH_SERVICE = "the staging subnet does not reach the regional DRS endpoint on TCP 443: look at routes, "
    .. "endpoints, DNS and proxies",
  FAILED_TO_DOWNLOAD_REPLICATION_SOFTWARE = "the staging subnet does not reach Amazon S3 on TCP 443: look at routes, endpoints, "
    .. "DNS and proxies",
  FAILED_TO_CREATE_STAGING_DISKS = "look at the EBS quota and the KMS key of the staging account",
  FAILED_TO_ATTACH_STAGING_DISKS = "look at the EBS quota and the KMS key of the staging account",
  FAILED_TO_PAIR_REPLICATION_SERVER_WITH_AGENT = "TCP 1500 from the server to the replication server in the staging subnet is blocked",
  FAILED_TO_CONNECT_AGENT_TO_REPLICATION_SERVER = "TCP 1500 from the server to the replication server in the staging subnet is blocked",
  FAILED_TO_START_DATA_TRANSFER = "TCP 1500 from the server to the replication server in the staging subnet is blocked",
}
