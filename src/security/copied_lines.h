/*
 * copied_lines.h
 *		Which line of a COPY an entry comes from.
 */
#ifndef SECRETXFER_SECURITY_COPIED_LINES_H
#define SECRETXFER_SECURITY_COPIED_LINES_H

#include "register/storage.h"

extern void note_copied_line(const Entry *entry);
extern char *place_in_copy(const Entry *entry);
extern void init_copied_lines(void);

#endif /* SECRETXFER_SECURITY_COPIED_LINES_H */
