/*
 * ended.h
 *		Whether another transaction has ended: until one does, the register looks as it did.
 */
#ifndef SECRETXFER_REGISTER_ENDED_H
#define SECRETXFER_REGISTER_ENDED_H

extern void note_own_commit(void);
extern void note_own_preparation(void);
extern bool another_has_ended(void);

#endif /* SECRETXFER_REGISTER_ENDED_H */
