/*
 * A DNS server on 127.0.0.1 (RFC 1035 4.1). Names that end in "aws.example" exist; what they begin with tells where:
 *   two.    127.0.0.2 and 127.0.0.1
 *   six.    ff02::1, which nothing can connect to, and 127.0.0.1
 *   dead.   127.0.0.2 and 127.0.0.3
 *   others  127.0.0.1
 * Prints its port and ends when its standard output is closed.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HEADER = 12, LARGEST = 512, MOST_ADDRESSES = 2, LARGEST_RECORD = 28, A = 1, AAAA = 28 };

static const unsigned char known_tail[] = "\3aws\7example"; /* and the NUL */

static const struct {
    const char *beginning;
    const char *addresses[MOST_ADDRESSES];
} names[] = {{"\3two", {"127.0.0.2", "127.0.0.1"}},
             {"\3six", {"ff02::1", "127.0.0.1"}},
             {"\4dead", {"127.0.0.2", "127.0.0.3"}},
             {"", {"127.0.0.1", NULL}}};

/* Where the question's name ends (behind its NUL); 0 when it does not. */
static size_t name_end(const unsigned char *message, size_t length)
{
    const unsigned char *end = memchr(message + HEADER, 0, length - HEADER);
    return end ? (size_t)(end + 1 - message) : 0;
}

/* Appends a record that refers to the question's name; its length, 0 where the question is for another type. */
static size_t append_record(unsigned char *at, const char *address, int type)
{
    int is_ipv6 = strchr(address, ':') != NULL;
    unsigned char size = is_ipv6 ? 16 : 4;
    unsigned char head[] = {0xC0, HEADER, 0, (unsigned char)type, 0, 1, 0, 0, 0, 60, 0, size};
    if (type != (is_ipv6 ? AAAA : A) ||
        inet_pton(is_ipv6 ? AF_INET6 : AF_INET, address, at + sizeof head) != 1)
        return 0;
    memcpy(at, head, sizeof head);
    return sizeof head + size;
}

/* Appends the records of the name's addresses; the message's length. */
static size_t append_records(unsigned char *message, size_t length, int type)
{
    size_t name = 0;
    while (strncmp((char *)message + HEADER, names[name].beginning, strlen(names[name].beginning)))
        name++;
    for (int i = 0; i < MOST_ADDRESSES && names[name].addresses[i]; i++) {
        size_t record = append_record(message + length, names[name].addresses[i], type);
        length += record;
        message[7] += record > 0;
    }
    return length;
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
    return is_known ? append_records(message, end + 4, message[end + 1]) : end + 4;
}

int main(void)
{
    unsigned char message[LARGEST + MOST_ADDRESSES * LARGEST_RECORD];
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
