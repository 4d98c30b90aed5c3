/*
 * Ctrl-C while C waits. The standalone interpreters announce it by a debug hook on the main state, which raises
 * "interrupted!" at that state's next step in Lua: too late while C waits, and on PUC Lua never while a coroutine runs.
 * Debuggers, profilers and libraries for signals set hooks there as well: only a hook that raises ends a wait.
 */
#ifndef AWS_LUA_INTERRUPT_H
#define AWS_LUA_INTERRUPT_H

#include <stdbool.h>

#include "compat.h"

/*
 * Lets the hook of the main state run. Whether it raised: then what it raised is on top of the stack. Any hook may run
 * any code: the caller holds no pointer over this that such code could free.
 */
bool interrupt_strikes(lua_State *L);

#endif
