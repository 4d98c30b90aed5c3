/*
 * The sockets of a pool's connections. libcurl says which connection it is about to use by the addresses of both ends
 * only; the socket is looked up here.
 */
#ifndef AWS_CORE_HTTP_SOCKETS_H
#define AWS_CORE_HTTP_SOCKETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HTTP_ADDRESS_SIZE = 46 }; /* INET6_ADDRSTRLEN */

/* Both ends of a connection; no two of a process have the same. */
typedef struct http_ends {
    char address[HTTP_ADDRESS_SIZE], local_address[HTTP_ADDRESS_SIZE];
    int port, local_port;
} http_ends;

typedef struct http_socket {
    int fd;
    int64_t opened_by; /* id of the transfer, until it is connected; 0: `ends` are known */
    http_ends ends;
} http_socket;

/* A zeroed one is empty and valid. */
typedef struct http_sockets {
    http_socket *list;
    size_t count, room;
} http_sockets;

http_ends http_ends_of(const char *address, int port, const char *local_address, int local_port);

/*
 * Opens a socket for a transfer, which programs that are started do not get; -1 with errno. When memory runs out its
 * connection is never found.
 */
int http_sockets_open(http_sockets *sockets, int family, int type, int protocol, int64_t transfer);

/* As close does. */
int http_sockets_close(http_sockets *sockets, int fd);

/* Notes the ends of the socket that a transfer opened; false: it opened none, its connection has been used before. */
bool http_sockets_connected(http_sockets *sockets, int64_t transfer, const http_ends *ends);

/* Whether the connection is known, open, and nothing has come over it that was not read. One system call. */
bool http_sockets_is_silent(const http_sockets *sockets, const http_ends *ends);

/* Empties it; the sockets stay open. */
void http_sockets_free(http_sockets *sockets);

#endif
