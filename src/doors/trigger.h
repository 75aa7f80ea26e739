/*
 * trigger.h
 *		What the trigger functions share.
 */
#ifndef SECRETXFER_DOORS_TRIGGER_H
#define SECRETXFER_DOORS_TRIGGER_H

#include "commands/trigger.h"

#include "register/tables.h"

extern TriggerData *trigger_call(FunctionCallInfo fcinfo, TriggerEvent expected);
extern TableId table_of_trigger(const TriggerData *trigger);
extern Datum do_remembering(TriggerData *trigger, Datum (*work)(TriggerData *trigger, TableId table));

#endif /* SECRETXFER_DOORS_TRIGGER_H */
