/*
 * For LD_PRELOAD: says on stderr "left: TEXT" for each block that aws.core or aws.curl frees, or that begins with a header line for
 * libcurl, and that still holds the text MARK; at the end how many blocks were looked at.
 */
#include <dlfcn.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern void __libc_free(void *block);

static const char mark[] = "freed-secret-freed-secret";
static unsigned long looked_at;

static int is_ours(const void *address)
{
    Dl_info info;
    return dladdr(address, &info) && info.dli_fname &&
           (strstr(info.dli_fname, "aws/core.so") || strstr(info.dli_fname, "aws/curl.so"));
}

static void look_at(void *block, const void *caller)
{
    int is_line = strncmp(block, "X-Amz-Security-Token:", 21) == 0;
    if (!is_line && !is_ours(caller))
        return;
    looked_at++;
    if (memmem(block, malloc_usable_size(block), mark, sizeof mark - 1))
        fprintf(stderr, "left: %.40s\n", (const char *)block);
}

__attribute__((visibility("default"))) void free(void *block)
{
    static __thread int is_inside;
    if (block && !is_inside && malloc_usable_size(block) >= 21) {
        is_inside = 1;
        look_at(block, __builtin_return_address(0));
        is_inside = 0;
    }
    __libc_free(block);
}

__attribute__((destructor)) static void tell(void)
{
    fprintf(stderr, "looked at %s\n", looked_at > 0 ? "some" : "none");
}
