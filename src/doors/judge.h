/*
 * judge.h
 *		Judges once more at COMMIT.
 */
#ifndef SECRETXFER_DOORS_JUDGE_H
#define SECRETXFER_DOORS_JUDGE_H

extern void init_judge(void);

#endif /* SECRETXFER_DOORS_JUDGE_H */
