-- The converter of published models: every form gives the same file.
local ascii = require "aws.text.ascii"
local child = require "spec.support.child"
local convert = require "spec.models.convert"
local depot = require "spec.support.depot"
local facts = require "spec.models.facts"
local files = require "spec.support.files"
local folder = require "spec.support.folder"
local writer = require "spec.models.writer"

local golden = files.read(depot.GOLDEN)

--- The small model, changed, as the converter makes it.
local function converted(form, change, own)
  return convert.model(depot.source(form, change), own)
end

describe("the converter", function()
  local scratch

  before_each(function() scratch = folder.new() end)
  after_each(function() scratch.remove() end)

  --- The text that it writes for one model.
  local function text_of(from) return convert.all(from)[1].text end

  it("reads a folder of botocore's three files", function()
    assert.equal(golden, text_of(depot.BOTOCORE))
    assert.equal(golden, text_of(depot.BOTOCORE .. "/"))
  end)

  it("reads the newest of several versions", function()
    scratch.write("2019-12-01/service-2.json", "{}")
    for _, name in ipairs({ "service-2", "paginators-1", "waiters-2" }) do
      scratch.write("2024-01-31/" .. name .. ".json", files.read(depot.BOTOCORE .. "/" .. name .. ".json"))
    end
    assert.equal(golden, text_of(scratch.path))
  end)

  it("reads files that are packed, as botocore's packages have them", function()
    for _, name in ipairs({ "service-2", "paginators-1", "waiters-2" }) do
      local path = scratch.write(name .. ".json", files.read(depot.BOTOCORE .. "/" .. name .. ".json"))
      if name == "service-2" then assert.equal(0, (child.run("gzip " .. child.quote(path)))) end
    end
    assert.equal(golden, text_of(scratch.path))
  end)

  it("reads a wrapper of the three, also among others in a folder", function()
    local path = scratch.write("any name.json", depot.wrapper())
    assert.equal(golden, text_of(path))
    local other = depot.wrapper():gsub('"endpointPrefix": "depot"', '"endpointPrefix": "annex"')
    scratch.write("other.json", other)
    local both = convert.all(scratch.path)
    assert.same({ "depot", "annex" }, { both[1].name, both[2].name })
    assert.equal(golden, both[1].text)
  end)

  it("reads Smithy's form", function()
    assert.equal(golden, text_of(depot.SMITHY))
  end)

  it("writes what Lua reads back", function()
    local model = dofile(depot.GOLDEN)
    assert.equal("ParcelStored", model.waiters.parcel_stored.name)
    model.shapes.SharedWeight.max = depot.value("9223372036854775807") -- beyond a double
    assert.equal(golden, writer.text(model))
  end)

  it("follows the published text, not the order in it", function()
    local one = depot.source("botocore")
    one.service.value.shapes.Ink.enum = depot.value('["blue", "black", "red"]')
    one.service.value.operations.PutParcel.errors = depot.value(
      '[{"shape": "ParcelNotFound"}, {"shape": "Busy"}, {"shape": "Busy"}, {"shape": "InternalError"}]')
    assert.equal(golden, writer.text(convert.model(one)))
  end)

  it("writes any bytes of names and patterns so that Lua reads them back", function()
    local pattern = 'a"b\\c\n\r\t\1é\127]]--'
    local model = converted("botocore", function(service)
      service.shapes.Label.pattern = pattern
      for _, name in ipairs({ "end", "global", "a-b" }) do service.shapes.Letter.members[name] = { shape = "Text" } end
    end)
    local written = writer.text(model)
    local copy = (loadstring or load)(written)() -- luacheck: ignore (Lua 5.1 has loadstring)
    assert.truthy(written:find('["global"] = ', 1, true), "Lua 5.5 reserves the word")
    assert.equal(pattern, copy.shapes.Label.pattern)
    assert.equal("string", copy.shapes.Letter.members["end"])
    assert.equal("string", copy.shapes.Letter.members["a-b"])
  end)

  it("speaks the first protocol of the service that it knows", function()
    local model = converted("botocore", function(service)
      local metadata = service.metadata
      metadata.protocol, metadata.protocols = "smithy-rpc-v2-cbor", depot.value('["smithy-rpc-v2-cbor", "json"]')
      metadata.jsonVersion, metadata.targetPrefix = "1.0", "Depot_2024"
    end)
    assert.same({ "awsJson1.0", "Depot_2024" }, { model.protocol, model.target_prefix })
  end)

  it("takes the target's prefix from Smithy's service, and places nothing outside the body in awsJson", function()
    local model = converted("smithy", function(file)
      local traits = file.shapes["com.example.depot#ParcelDepot_20240131"].traits
      traits["aws.protocols#restJson1"], traits["aws.protocols#awsJson1_0"] = nil, {}
    end)
    assert.same({ "awsJson1.0", "ParcelDepot_20240131" }, { model.protocol, model.target_prefix })
    assert.same({ "POST", "/" }, { model.operations.get_parcel.method, model.operations.get_parcel.path })
    assert.equal("string", model.shapes.GetParcelRequest.members.tenant)
  end)

  it("keeps what no code serves, so that compiling refuses it", function()
    local model = converted("botocore", function(service)
      service.operations.GetParcel.endpoint = { hostPrefix = "{parcelId}." }
      service.operations.ListLabels.endpointdiscovery = { required = true }
      service.operations.TagParcel.httpChecksum = { requestChecksumRequired = true }
      service.operations.GetStatus.auth = depot.value('["smithy.api#noAuth"]')
      service.shapes.Report.payload = "body"
      service.shapes.Report.members.body = { shape = "Blob", streaming = true }
      service.shapes.Letter.members.any = { shape = "Any" }
      service.shapes.Any = { type = "structure", members = {}, document = true }
      service.shapes.Content.eventstream = true
    end)
    local operations, shapes = model.operations, model.shapes
    assert.equal("{parcelId}.", operations.get_parcel.host_prefix)
    assert.is_true(operations.list_labels.endpoint_discovery)
    assert.is_true(operations.tag_parcel.checksum_required)
    assert.equal("none", operations.get_status.auth)
    assert.equal("body", shapes.Report.payload)
    assert.is_true(shapes.Report.members.body.streaming)
    assert.equal("document", shapes.Any.type)
    assert.is_true(shapes.Content.event_stream)
  end)

  it("keeps the same of Smithy's form", function()
    local model = converted("smithy", function(file)
      local function shape(name) return file.shapes["com.example.depot#" .. name] end
      shape("GetParcel").traits["smithy.api#endpoint"] = { hostPrefix = "{parcelId}." }
      shape("GetStatus").traits["smithy.api#auth"] = depot.value("[]")
      shape("TagParcel").traits["smithy.api#httpChecksumRequired"] = {}
      shape("ListLabels").traits["aws.api#clientDiscoveredEndpoint"] = { required = true }
      shape("Report").members.body = { target = "com.example.depot#Stream", traits = { ["smithy.api#httpPayload"] = {} } }
      file.shapes["com.example.depot#Stream"] = { type = "blob", traits = { ["smithy.api#streaming"] = {} } }
      shape("Letter").members.any = { target = "smithy.api#Document" }
      shape("Content").traits = { ["smithy.api#streaming"] = {} }
    end)
    local operations, shapes = model.operations, model.shapes
    assert.equal("{parcelId}.", operations.get_parcel.host_prefix)
    assert.equal("none", operations.get_status.auth)
    assert.is_true(operations.tag_parcel.checksum_required)
    assert.is_true(operations.list_labels.endpoint_discovery)
    assert.equal("body", shapes.Report.payload)
    assert.is_true(shapes.Stream.streaming)
    assert.equal("document", shapes.Letter.members.any)
    assert.is_true(shapes.Content.event_stream)
  end)

  describe("marks", function()
    --- The operations with a mark, as one text.
    local function marked(model, mark)
      local list = {}
      for name, operation in pairs(model.operations) do
        if operation[mark] then list[#list + 1] = name end
      end
      table.sort(list, ascii.before)
      return table.concat(list, " ")
    end

    local function without_marks(service)
      for _, operation in pairs(service.operations) do operation.readonly = nil end
    end

    it("what the model calls read-only", function()
      local model = converted("botocore", function(service) service.operations.GetStatus.readonly = nil end)
      assert.equal("get_parcel list_labels list_parcels", marked(model, "read_only"))
    end)

    it("what reads by its name where the model marks nothing, but for exceptions", function()
      local own = { changes = { ListLabels = "prints them" } }
      assert.equal("get_parcel get_status list_parcels", marked(converted("botocore", without_marks, own), "read_only"))
      assert.equal("get_parcel get_status list_labels list_parcels", marked(converted("botocore", without_marks), "read_only"))
    end)

    it("nothing for a name that only begins alike", function()
      local model = converted("botocore", function(service)
        without_marks(service)
        service.operations.Getaway = service.operations.TagParcel
        service.operations.Listen = service.operations.TagParcel
        service.operations.Deleter = service.operations.TagParcel
      end)
      assert.equal("get_parcel get_status list_labels list_parcels", marked(model, "read_only"))
      assert.equal("delete_parcel", marked(model, "destructive"))
    end)

    it("what loses data: by its name, by the list, but for exceptions", function()
      local own = { destructive = { SendReport = "empties the book" }, harmless = { DeleteParcel = "keeps a copy" } }
      assert.equal("send_report", marked(converted("botocore", nil, own), "destructive"))
      assert.equal("delete_parcel", marked(converted("botocore"), "destructive"))
    end)

    it("nothing as both", function()
      local ok, fault = pcall(converted, "botocore", nil, { destructive = { GetStatus = "no" } })
      assert.is_false(ok)
      assert.equal(depot.BOTOCORE .. "/service-2.json: operations.GetStatus: is marked read-only and destructive", fault)
    end)
  end)

  describe("finds pages", function()
    it("of operations that no list names, by their tokens; the content is the one list", function()
      local model = converted("botocore", function(_, source) source.paginators = nil end)
      local pages = model.operations.list_parcels.pages
      assert.same({ "nextToken", "nextToken", "maxResults", 1, 50 }, {
        pages.input_token, pages.output_token, pages.page_size, pages.least, pages.most,
      })
      assert.is_nil(pages.items) -- parcels and skipped are two lists
      assert.equal("Labels", model.operations.list_labels.pages.items)
    end)

    it("with the content that our list names", function()
      local function change(_, source) source.paginators = nil end
      local model = converted("botocore", change, { items = { ListParcels = "parcels" } })
      assert.equal("parcels", model.operations.list_parcels.pages.items)
    end)

    it("with limits from the manual where the model has none", function()
      local model = converted("botocore", nil, { page_sizes = { ListLabels = { 20, 100 }, ListParcels = { 20, 100 } } })
      assert.same({ 20, 100 }, { model.operations.list_labels.pages.least, model.operations.list_labels.pages.most })
      assert.same({ 1, 50 }, { model.operations.list_parcels.pages.least, model.operations.list_parcels.pages.most })
    end)

    it("nowhere where an expression finds the next token", function()
      local model = converted("botocore", function(_, source)
        source.paginators.value.pagination.ListParcels.output_token = "parcels[-1].parcelId"
      end)
      assert.is_nil(model.operations.list_parcels.pages)
    end)

    it("nowhere without a token both in and out", function()
      local model = converted("botocore", function(service) service.shapes.ListLabelsResponse.members.Marker = nil end)
      assert.is_nil(model.operations.list_labels.pages)
    end)
  end)

  it("knows a service's own facts by its id", function()
    local model = converted("botocore", function(service) service.metadata.serviceId = "Database Migration Service" end)
    assert.equal("dms", model.name)
    assert.same(facts.services["Database Migration Service"].fips_without_name, model.fips_without_name)
  end)

  it("calls a module after the endpoint", function()
    local model = converted("botocore", function(service) service.metadata.endpointPrefix = "runtime.Depot-2" end)
    assert.equal("runtime_depot_2", model.name)
  end)
end)

describe("make models", function()
  local scratch

  before_each(function() scratch = folder.new() end)
  after_each(function() scratch.remove() end)

  local function make(words)
    return child.run("make -s --no-print-directory models " .. words)
  end

  it("writes files", function()
    local code, stdout = make(("FROM=%s OUT=%s"):format(depot.SMITHY, scratch.path))
    assert.equal(0, code)
    assert.equal(("%s/depot.lua: 8 operations, %d bytes\n"):format(scratch.path, #golden), stdout)
    assert.equal(golden, files.read(scratch.path .. "/depot.lua"))
  end)

  it("writes them under a name of the user's", function()
    assert.equal(0, (make(("FROM=%s OUT=%s NAME=annex"):format(depot.BOTOCORE, scratch.path))))
    local text = golden:gsub('name = "depot"', 'name = "annex"', 1)
    assert.equal(text, files.read(scratch.path .. "/annex.lua"))
  end)

  it("writes nothing when one of several cannot be read, and ends with a failure", function()
    scratch.write("from/a.json", depot.wrapper())
    scratch.write("from/b.json", (depot.wrapper():gsub('"type": "blob"', '"type": "blub"')))
    scratch.write("out/keep", "")
    local code, stdout, stderr = make(("FROM=%s/from OUT=%s/out"):format(scratch.path, scratch.path))
    assert.is_true(code ~= 0)
    assert.equal("", stdout)
    assert.equal(scratch.path .. '/from/b.json: service.shapes.Blob.type: "blub" is not known',
      stderr:match("^make models: ([^\n]*)\n"))
    assert.is_nil(io.open(scratch.path .. "/out/depot.lua"))
  end)

  it("takes folders of any name", function()
    local name = "it's $PATH of mine"
    scratch.write(name .. "/from/a.json", depot.wrapper())
    local place = child.quote(scratch.path .. "/" .. name)
    local code, stdout, stderr = make(("FROM=%s/from OUT=%s"):format(place, place))
    assert.same({ 0, "" }, { code, stderr })
    assert.equal(("%s/%s/depot.lua: 8 operations, %d bytes\n"):format(scratch.path, name, #golden), stdout)
  end)

  it("says where it cannot write", function()
    local code, _, stderr = make(("FROM=%s OUT=%s/nowhere"):format(depot.SMITHY, scratch.path))
    assert.is_true(code ~= 0)
    assert.matches("^make models: " .. scratch.path:gsub("%p", "%%%0") .. "/nowhere/depot%.lua[^\n]*No such file", stderr)
  end)

  it("asks for FROM", function()
    local code, _, stderr = make("")
    assert.is_true(code ~= 0)
    assert.matches("FROM=… is missing", stderr, nil, true)
  end)
end)
