/* Terminals. */
#ifndef AWS_CORE_TERMINAL_H
#define AWS_CORE_TERMINAL_H

/* The columns of the terminal that a descriptor is: 0 for one that does not say, -1 where it is not a terminal. */
int terminal_columns(int descriptor);

#endif
