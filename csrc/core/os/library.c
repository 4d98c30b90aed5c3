#include "library.h"

#include <dlfcn.h>

void library_open_lazily(const char *path)
{
    if (!dlopen(path, RTLD_LAZY | RTLD_LOCAL))
        (void)dlerror();
}
