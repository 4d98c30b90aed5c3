-- aws.doctor on AWS's two files and the profile.
local child = require "spec.support.child"
local names = require "aws.doctor.names"
local support = require "spec.support.doctor"

--- The checks that are not fine of files and profile, as "status name: text"; HOME is "~" there. Permissions of new files
--- are the machine's matter.
local function findings(world)
  local report, _, home = support.examine(world)
  local found = {}
  for _, check in ipairs(report.checks) do
    local is_ours = (check.name:find("^files") or check.name:find("^profile")) and not check.name:find("%.mode$")
    if is_ours and (check.status == "warn" or check.status == "fail") then
      found[#found + 1] = ("%s %s: %s"):format(check.status, check.name, (check.text:gsub(home:gsub("%W", "%%%0"), "~")))
    end
  end
  return found, report
end

local function of_credentials(text)
  return findings({ files = { [".aws/credentials"] = text } })
end

local function of_config(text)
  return findings({ files = { [".aws/config"] = text } })
end

describe("the doctor on files", function()
  after_each(support.clean)

  it("tells what is there", function()
    local report, _, home = support.examine({ files = { [".aws/config"] = "[default]\nregion = eu-west-1\n[profile x]\n" } })
    local check = support.check(report, "files.config")
    assert.same({ "ok", "default" }, { check.status, check.source })
    assert.matches(home .. "/.aws/config, 2 sections, mode ", check.text, 1, true)
    assert.same({ "skip", "there is no " .. home .. "/.aws/credentials" },
      { support.check(report, "files.credentials").status, support.check(report, "files.credentials").text })
  end)

  it("warns of a variable that names what is not there", function()
    local found = findings({ variables = { AWS_REGION = "x-1", AWS_CONFIG_FILE = "/none/config", AWS_ACCESS_KEY_ID = support.KEY,
      AWS_SECRET_ACCESS_KEY = support.SECRET } })
    assert.same({ "warn files.config: there is no /none/config: it counts as an empty file" }, found)
  end)

  it("tells where no HOME is set", function()
    local report = support.examine({ options = { getenv = function(name) return support.keys[name] end } })
    assert.matches("HOME is not set, so ~/.aws/config is not looked for", support.check(report, "files.config").text, 1, true)
    assert.is_true(report.ok)
  end)

  it("fails for a file that cannot be read, by its line, and blames nothing else", function()
    local found, report = of_config("[default]\nregion = eu-west-1\nnonsense\n")
    assert.same({ "fail files.config: ~/.aws/config:3: no [section], no key = value and no indented line" }, found)
    assert.same({ 1, "skip", "left out: the files cannot be read" },
      { report.failures, support.check(report, "profile").status, support.check(report, "profile").text })
    for name, status in pairs({ region = "skip", settings = "skip", credentials = "skip", connection = nil }) do
      assert.equal(status, support.check(report, name) and support.check(report, name).status, name)
    end
  end)

  it("warns of a folder in the place of a file, and fails where a variable names one", function()
    local found = findings({ files = { [".aws/credentials/x"] = "" } })
    assert.same({ "warn files.credentials: ~/.aws/credentials is a folder, and counts as a missing file" }, found)
    local variables = { AWS_CONFIG_FILE = "/" }
    for name, value in pairs(support.keys) do variables[name] = value end
    assert.same({ "fail files.config: / is a folder" }, (findings({ variables = variables })))
  end)

  it("warns of a byte order mark", function()
    assert.matches("^warn files.config.mark: ~/.aws/config begins with a byte order mark", of_config("\239\187\191[default]\n")[1])
    assert.same({}, (of_config("[default]\n")))
  end)

  it("warns of secrets that others can read, and of nothing else that they can read", function()
    local function mode_of(text, mode, name)
      local _, _, home = support.examine({ files = { [name] = text } })
      child.run(("chmod %s %s"):format(mode, child.quote(home .. "/" .. name)))
      local variables = { HOME = home }
      for key, value in pairs(support.keys) do variables[key] = value end
      local report = support.examine({ variables = variables })
      local check = support.check(report, "files." .. name:match("%w+$") .. ".mode")
      return check and check.text:gsub("^%S+ ", ""), check and check.hint:gsub(" /.*", "")
    end
    local secret = "[x]\naws_secret_access_key = abcdefgh\n"
    assert.equal("holds secrets, and everybody can read it (mode 644)", (mode_of(secret, "644", ".aws/credentials")))
    assert.equal("holds secrets, and its group can read it (mode 640)", (mode_of(secret, "640", ".aws/credentials")))
    assert.equal("holds secrets, and everybody can read it (mode 604)", (mode_of("[x]\naws_session_token = abcdefgh\n", "604",
      ".aws/config")))
    assert.equal("chmod 600", (select(2, mode_of(secret, "644", ".aws/config"))))
    for _, case in ipairs({ { secret, "600", ".aws/credentials" }, { secret, "400", ".aws/credentials" },
      { "[x]\nregion = eu-west-1\n", "644", ".aws/config" }, { "[x]\naws_access_key_id = abcdefgh\n", "644", ".aws/credentials" },
      { "[x]\naws_secret_access_key =\n", "644", ".aws/credentials" } }) do
      assert.is_nil((mode_of(case[1], case[2], case[3])), case[1])
    end
  end)

  it("warns of keys that are nearly right, with the section", function()
    assert.same({ "warn files.credentials.keys: aws_access_key in [ops] of ~/.aws/credentials is not read: did you mean aws_access_key_id?",
      "warn files.credentials.keys: aws_secret_acces_key in [ops] of ~/.aws/credentials is not read: did you mean "
        .. "aws_secret_access_key?" },
      (of_credentials("[ops]\naws_access_key = x\naws_secret_acces_key = y\n")))
    assert.same({ "warn files.config.keys: regoin in [profile a] of ~/.aws/config is not read: did you mean region?" },
      (of_config("[profile a]\nregoin = x\n")))
  end)

  it("warns of twenty, and counts the others", function()
    local sections = {}
    for i = 1, 30 do sections[i] = ("[profile a%d]\nregoin = x\n"):format(i) end
    local found = of_config(table.concat(sections))
    assert.same({ 21, "warn files.config.more: 10 more keys and sections of ~/.aws/config are nearly right" }, { #found, found[21] })
  end)

  it("says nothing of a key whose right spelling is there too", function()
    assert.same({}, (of_config("[profile a]\nregoin = x\nregion = y\n")))
  end)

  it("warns of sections that are nearly profiles", function()
    for section, meant in pairs({ ["profiles x"] = "profile x", ["Profile x"] = "profile x", ["x"] = "profile x",
      ["sso_session x"] = "sso-session x", ["service x"] = "services x" }) do
      assert.same({ ("warn files.config.sections: [%s] in ~/.aws/config is not read as a profile: did you mean [%s]?"):format(section,
        meant) }, (of_config(("[%s]\nregion = eu-west-1\n"):format(section))), section)
    end
    assert.same({ "warn files.credentials.sections: [profile x] in ~/.aws/credentials is not read as a profile: did you mean [x]?" },
      (of_credentials("[profile x]\naws_access_key_id = abcdefgh\n")))
    for _, section in ipairs({ "default", "profile x", "profile default", "sso-session x", "services x", 'profile "a b"' }) do
      assert.same({}, (of_config(("[%s]\nregion = eu-west-1\n"):format(section))), section)
    end
    assert.same({}, (of_config("[plugins]\ncli_legacy_plugin_path = /x\n[preview]\ncloudfront = true\n")))
    assert.same({}, (of_credentials("[default]\naws_access_key_id = a\n[x]\naws_access_key_id = b\n")))
  end)
end)

describe("nearly right keys", function()
  it("are known by letters and by words", function()
    for key, meant in pairs({
      aws_access_key = "aws_access_key_id", access_key_id = "aws_access_key_id", aws_acess_key_id = "aws_access_key_id",
      aws_secret_key = "aws_secret_access_key", secret_access_key = "aws_secret_access_key", aws_secret = "aws_secret_access_key",
      aws_session_tokn = "aws_session_token", ["aws-access-key-id"] = "aws_access_key_id", regon = "region",
      aws_region = "region", rolearn = "role_arn", source_profil = "source_profile", sso_acount_id = "sso_account_id",
      endpoint = "endpoint_url", credentials_process = "credential_process", max_attempt = "max_attempts",
    }) do
      assert.equal(meant, names.meant(key), key)
    end
  end)

  it("are none of those that AWS documents, or that other tools write", function()
    for key in ([[
      account_id_endpoint_mode api_versions aws_access_key_id aws_account_id aws_secret_access_key aws_session_token
      aws_security_token ca_bundle cli_auto_prompt cli_binary_format cli_follow_urlparam cli_help_output cli_history cli_pager
      cli_timestamp_format credential_process credential_source csm_enabled defaults_mode disable_request_compression
      duration_seconds ec2_metadata_service_endpoint ec2_metadata_service_endpoint_mode ec2_metadata_v1_disabled
      endpoint_discovery_enabled endpoint_url external_id ignore_configured_endpoint_urls imds_use_ipv6 login_session
      max_attempts metadata_service_num_attempts metadata_service_timeout mfa_serial output parameter_validation region
      request_checksum_calculation request_min_compression_size_bytes response_checksum_validation retry_mode role_arn
      role_session_name s3 s3_disable_multiregion_access_points s3_us_east_1_regional_endpoint s3_use_arn_region sdk_ua_app_id
      services sigv4a_signing_region_set source_profile sso_account_id sso_region sso_registration_scopes sso_role_name
      sso_session sso_start_url sts_regional_endpoints tcp_keepalive use_dualstack_endpoint use_fips_endpoint
      user_agent_appid web_identity_token_file
      mfa_process include_profile azure_tenant_id azure_default_role_arn granted_sso_start_url granted_sso_region
      granted_sso_account_id x_principal_arn x_security_token_expires toolkit_artifact_guid
    ]]):gmatch("%S+") do
      assert.is_nil(names.meant(key), key)
    end
  end)
end)

describe("the doctor on the profile", function()
  after_each(support.clean)

  local function with(variables)
    for name, value in pairs(support.keys) do variables[name] = variables[name] or value end
    return variables
  end

  it("fails for one that neither file has, with the nearest", function()
    local found, report = findings({ variables = with({ AWS_PROFILE = "opps" }),
      files = { [".aws/config"] = "[profile ops]\nregion = eu-west-1\n" } })
    assert.same({ 'fail profile: profile "opps" (AWS_PROFILE) is neither in ~/.aws/config nor in ~/.aws/credentials; did you mean "ops"?' },
      found)
    assert.same({ "skip", "left out: profile has failed" },
      { support.check(report, "service").status, support.check(report, "service").text })
  end)

  it("says who named it", function()
    local files = { [".aws/config"] = "[profile ops]\nregion = eu-west-1\n" }
    for source, world in pairs({ AWS_PROFILE = { variables = with({ AWS_PROFILE = "ops" }) },
      AWS_DEFAULT_PROFILE = { variables = with({ AWS_DEFAULT_PROFILE = "ops" }) }, settings = { options = { profile = "ops" } } }) do
      world.files = files
      local check = support.check(support.examine(world), "profile")
      if source ~= "settings" then assert.same({ "ok", "ops", source }, { check.status, check.text, check.source }) end
    end
  end)

  it("warns of two variables that name two", function()
    local files = { [".aws/config"] = "[profile a]\n[profile b]\n" }
    assert.same({ 'warn profile.variables: AWS_PROFILE counts before AWS_DEFAULT_PROFILE, which names another profile, "b"' },
      (findings({ files = files, variables = with({ AWS_PROFILE = "a", AWS_DEFAULT_PROFILE = "b" }) })))
    assert.same({}, (findings({ files = files, variables = with({ AWS_PROFILE = "a", AWS_DEFAULT_PROFILE = "a" }) })))
    assert.same({}, (findings({ files = files, variables = with({ AWS_PROFILE = "a", AWS_DEFAULT_PROFILE = "" }) })))
  end)
end)
