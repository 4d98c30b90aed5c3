/* For LD_PRELOAD: a system on which nobody has installed ca-certificates. */
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

static FILE *open_unless_certificates(const char *wrapped, const char *path, const char *mode)
{
    FILE *(*real)(const char *, const char *);
    void *found = dlsym(RTLD_NEXT, wrapped);
    memcpy(&real, &found, sizeof real);
    if (strstr(path, "/certs/")) {
        errno = ENOENT;
        return NULL;
    }
    return real(path, mode);
}

FILE *fopen(const char *path, const char *mode)
{
    return open_unless_certificates("fopen", path, mode);
}

FILE *fopen64(const char *path, const char *mode)
{
    return open_unless_certificates("fopen64", path, mode);
}
