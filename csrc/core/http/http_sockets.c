#include "http_sockets.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/os/sys.h"

static void copy_text(char *to, size_t size, const char *text)
{
    size_t length = strnlen(text, size - 1);
    memcpy(to, text, length);
    to[length] = '\0';
}

http_ends http_ends_of(const char *address, int port, const char *local_address, int local_port)
{
    http_ends ends = {.port = port, .local_port = local_port};
    copy_text(ends.address, sizeof ends.address, address);
    copy_text(ends.local_address, sizeof ends.local_address, local_address);
    return ends;
}

static bool are_equal(const http_ends *a, const http_ends *b)
{
    return a->local_port == b->local_port && a->port == b->port &&
           strcmp(a->local_address, b->local_address) == 0 && strcmp(a->address, b->address) == 0;
}

static bool make_room(http_sockets *sockets)
{
    if (sockets->count < sockets->room)
        return true;
    size_t room = sockets->room ? 2 * sockets->room : 8;
    http_socket *list = realloc(sockets->list, room * sizeof *list);
    if (!list)
        return false;
    sockets->list = list;
    sockets->room = room;
    return true;
}

static void forget(http_sockets *sockets, int fd)
{
    for (size_t i = 0; i < sockets->count; i++) {
        if (sockets->list[i].fd != fd)
            continue;
        sockets->list[i] = sockets->list[--sockets->count];
        return;
    }
}

int http_sockets_open(http_sockets *sockets, int family, int type, int protocol, int64_t transfer)
{
    int fd = sys_above_standard(socket(family, type | SOCK_CLOEXEC, protocol));
    if (fd < 0)
        return fd;
    forget(sockets, fd); /* closed, and nobody said so */
    if (make_room(sockets))
        sockets->list[sockets->count++] = (http_socket){.fd = fd, .opened_by = transfer};
    return fd;
}

int http_sockets_close(http_sockets *sockets, int fd)
{
    forget(sockets, fd);
    return close(fd);
}

bool http_sockets_connected(http_sockets *sockets, int64_t transfer, const http_ends *ends)
{
    for (size_t i = 0; i < sockets->count; i++) {
        http_socket *socket = &sockets->list[i];
        if (socket->opened_by != transfer)
            continue;
        socket->opened_by = 0;
        socket->ends = *ends;
        return true;
    }
    return false;
}

static const http_socket *find(const http_sockets *sockets, const http_ends *ends)
{
    for (size_t i = 0; i < sockets->count; i++) {
        const http_socket *socket = &sockets->list[i];
        if (socket->opened_by == 0 && are_equal(&socket->ends, ends))
            return socket;
    }
    return NULL;
}

bool http_sockets_is_silent(const http_sockets *sockets, const http_ends *ends)
{
    char byte;
    const http_socket *socket = find(sockets, ends);
    return socket && recv(socket->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 &&
           (errno == EAGAIN || errno == EWOULDBLOCK);
}

void http_sockets_free(http_sockets *sockets)
{
    free(sockets->list);
    *sockets = (http_sockets){0};
}
