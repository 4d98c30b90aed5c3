--- What core.so and curl.so have to have for these Lua files: core.so compares it when it is loaded. By make interface.
return "893953690"
