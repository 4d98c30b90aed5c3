--- `pairs` and `next` for loops of this library, under names that LuaJIT's compiler does not know.
---
--- Up to August 2023 LuaJIT may run a loop over `pairs` or `next` for ever inside a finalizer, once it has compiled the loop
--- and not what follows it: leaving the compiled code leads back into it (https://github.com/LuaJIT/LuaJIT/issues/1000).
--- It knows such loops by these two names. aws.map in a finalizer hung by it, and so may any call.
return { pairs = pairs, next = next }
