/*
 * A resolver for LD_PRELOAD: every lookup takes half a second and finds 127.0.0.1, or nothing for a name that begins
 * with "no". Each writes a line to $RESOLVER_LOG, where that is set: how many were under way. Without it a lookup opens no
 * descriptor: what the C library finds for a numeric address needs no socket.
 */
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static int under_way;

static void write_line(int number)
{
    char line[16];
    const char *path = getenv("RESOLVER_LOG");
    int fd = path ? open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600) : -1;
    if (fd < 0)
        return;
    if (write(fd, line, (size_t)snprintf(line, sizeof line, "%d\n", number)) < 0)
        perror(path);
    close(fd);
}

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
                struct addrinfo **found)
{
    static int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
    struct timespec half_a_second = {0, 500000000};
    struct addrinfo numeric = {.ai_flags = AI_NUMERICHOST};
    extern void *dlsym(void *, const char *);
    if (!real)
        *(void **)&real = dlsym((void *)-1L, "getaddrinfo"); /* RTLD_NEXT */
    write_line(__sync_add_and_fetch(&under_way, 1));
    nanosleep(&half_a_second, NULL);
    __sync_sub_and_fetch(&under_way, 1);
    if (name && strncmp(name, "no", 2) == 0)
        return EAI_NONAME;
    if (hints) {
        numeric.ai_family = hints->ai_family;
        numeric.ai_socktype = hints->ai_socktype;
        numeric.ai_protocol = hints->ai_protocol;
    }
    return real("127.0.0.1", service, &numeric, found);
}
