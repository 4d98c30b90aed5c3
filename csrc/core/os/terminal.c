#include "terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

int terminal_columns(int descriptor)
{
    struct winsize size;
    if (isatty(descriptor) != 1)
        return -1;
    return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}
