/*
 * A DNS server on 127.0.0.1: names that end in "aws.example" are at 127.0.0.1, all others do not exist (RFC 1035 4.1).
 * Prints its port and ends when its standard output is closed.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HEADER = 12, LARGEST = 512 };

static const unsigned char known_tail[] = "\3aws\7example"; /* and the NUL */
static const unsigned char record[] = {0xC0, HEADER, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1};

/* Where the question's name ends (behind its NUL); 0 when it does not. */
static size_t name_end(const unsigned char *message, size_t length)
{
    const unsigned char *end = memchr(message + HEADER, 0, length - HEADER);
    return end ? (size_t)(end + 1 - message) : 0;
}

/* Makes an answer of a query, in place; 0: it is none. */
static size_t answer(unsigned char *message, size_t length)
{
    size_t end = length > HEADER ? name_end(message, length) : 0;
    if (end == 0 || end + 4 > length)
        return 0;
    size_t tail = sizeof known_tail;
    int is_known = end >= HEADER + tail && memcmp(message + end - tail, known_tail, tail) == 0;
    message[2] = 0x81;                   /* an answer, recursion wanted */
    message[3] = is_known ? 0x80 : 0x83; /* no error, or no such name */
    memset(message + 6, 0, 6);
    if (!is_known)
        return end + 4;
    message[7] = 1;
    memcpy(message + end + 4, record, sizeof record);
    return end + 4 + sizeof record;
}

int main(void)
{
    unsigned char message[LARGEST + sizeof record];
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, size) ||
        getsockname(fd, (struct sockaddr *)&address, &size))
        return 1;
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    struct pollfd waited[] = {{fd, POLLIN, 0}, {STDOUT_FILENO, 0, 0}};
    while (poll(waited, 2, -1) > 0 && !waited[1].revents) {
        ssize_t got = recvfrom(fd, message, LARGEST, 0, (struct sockaddr *)&address, &size);
        size_t length = got > 0 ? answer(message, (size_t)got) : 0;
        if (length > 0)
            sendto(fd, message, length, 0, (struct sockaddr *)&address, size);
    }
    return 0;
}
