/*
 * door.h
 *		What the trigger functions share (judge.c).
 */
#ifndef SECRETXFER_DOOR_H
#define SECRETXFER_DOOR_H

#include "secretxfer.h"

#include "commands/trigger.h"

extern TriggerData *trigger_call(FunctionCallInfo fcinfo, TriggerEvent expected);
extern TableId guarded_table(const TriggerData *trigger);

#endif /* SECRETXFER_DOOR_H */
