/* A process that ends with 97 when it opens a socket to a network, for LD_PRELOAD. Others (a name service's) may be opened. */
#include <lua.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

int socket(int domain, int type, int protocol)
{
    if (domain == AF_INET || domain == AF_INET6)
        _exit(97);
    return (int)syscall(SYS_socket, domain, type, protocol);
}

/* So that child.compile makes a shared library of it. */
int luaopen_no_sockets(lua_State *L);
int luaopen_no_sockets(lua_State *L)
{
    (void)L;
    return 0;
}
