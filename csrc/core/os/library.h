/* Shared libraries. */
#ifndef AWS_CORE_LIBRARY_H
#define AWS_CORE_LIBRARY_H

/*
 * Loads a shared object, with all that it needs, and keeps it. Functions that these want of each other are looked up when
 * they are first called, but for objects that were linked to have all of them at once. What fails is left to whoever loads
 * the object by other means.
 */
void library_open_lazily(const char *path);

#endif
