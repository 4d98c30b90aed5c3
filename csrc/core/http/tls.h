/* What libcurl's TLS library has read of a connection and not handed on. */
#ifndef AWS_CORE_TLS_H
#define AWS_CORE_TLS_H

#include <stdbool.h>

/*
 * Looks the library up, once in a process: the one that libcurl is linked to, since another copy could not read its
 * objects. `part_of_libcurl` is the address of anything in libcurl.
 */
void tls_find(const void *part_of_libcurl);

/* Whether bytes of the peer's wait inside an OpenSSL connection (SSL *; NULL has none). False where OpenSSL is not found. */
bool tls_has_pending(const void *connection);

#endif
