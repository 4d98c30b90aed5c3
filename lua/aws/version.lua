--- The library's version, as the rock and the User-Agent header tell it.
return "0.2.0"
