#include "tls.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

static int (*has_pending)(const void *connection); /* SSL_has_pending */

void tls_find(const void *part_of_libcurl)
{
    Dl_info libcurl;
    if (!dladdr(part_of_libcurl, &libcurl))
        return;
    void *library = dlopen(libcurl.dli_fname, RTLD_LAZY | RTLD_NOLOAD);
    void *found = library ? dlsym(library, "SSL_has_pending") : NULL; /* in what it is linked to */
    memcpy(&has_pending, &found, sizeof found); /* C knows no cast from data to functions */
    if (library)
        dlclose(library);
}

bool tls_has_pending(const void *connection)
{
    return connection && has_pending && has_pending(connection) == 1;
}
