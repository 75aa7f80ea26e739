/*
 * trigger.c
 *		What the trigger functions share.
 */
#include "prelude.h"

#include "utils/rel.h"

#include "doors/trigger.h"
#include "register/remembered.h"
#include "register/storage.h"

/*
 * Returns the trigger data. expected is the timing and level for which the function was written; raises an error if the
 * function was called in another way.
 */
TriggerData *
trigger_call(FunctionCallInfo fcinfo, TriggerEvent expected)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo) || (trigger->tg_event & (TRIGGER_EVENT_TIMINGMASK | TRIGGER_EVENT_ROW)) != expected)
		ereport(ERROR, errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				errmsg("trigger functions of the register can only be called by its triggers"));
	return trigger;
}

/*
 * Returns the table of the register that the trigger is on. Raises an error for any other table, and in a register that
 * is as an earlier version made it.
 */
TableId
table_of_trigger(const TriggerData *trigger)
{
	TableId table = table_of_relation(trigger->tg_relation);

	if (table == TABLE_COUNT)
		ereport(
			ERROR, errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
			errmsg("relation \"%s\" is not a table of the register", RelationGetRelationName(trigger->tg_relation)));
	require_present_version(table);
	return table;
}

/* Does a trigger's work, and remembers meanwhile what lookups find. */
Datum
do_remembering(TriggerData *trigger, Datum (*work)(TriggerData *trigger, TableId table))
{
	TableId table = table_of_trigger(trigger);
	volatile Datum result;

	begin_remembering();
	PG_TRY();
	{
		result = work(trigger, table);
	}
	PG_FINALLY();
	{
		end_remembering();
	}
	PG_END_TRY();
	return result;
}
