/*
 * carrier_numbers.c
 *		How a carrier gets its number in the register, and how a customer finds a carrier.
 *
 * A list names a carrier by its number in the register (carrier_id), and the customer that writes the list sees nothing
 * of the carrier before its owner has permitted it. So these numbers must not be found by trying one after the other:
 * they are drawn by lot. Who knows the numbers on the paper, all of them, finds the carrier by them.
 */
#include "prelude.h"

#include "utils/acl.h"
#include "utils/date.h"

#include "register/storage.h"
#include "security/access.h"
#include "security/admissions.h"

PG_FUNCTION_INFO_V1(secretxfer_new_carrier_id);
PG_FUNCTION_INFO_V1(secretxfer_carrier_by_number);

/* secretxfer.new_carrier_id() - a number for a new carrier */
Datum
secretxfer_new_carrier_id(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(draw_carrier_id());
}

/* Requires the privilege to read the numbers of carriers; analysts, for example, read other columns only. */
static void
require_numbers(Oid carriers)
{
	static const int columns[] = {carriers_carrier_id, carriers_owner, carriers_account_no, carriers_copy_no,
								  carriers_registered_on};
	int at;

	if (pg_class_aclcheck(carriers, GetUserId(), ACL_SELECT) == ACLCHECK_OK)
		return;
	for (at = 0; at < lengthof(columns); at++)
	{
		if (pg_attribute_aclcheck(carriers, attribute_of_column(TABLE_carriers, columns[at]), GetUserId(),
								  ACL_SELECT) != ACLCHECK_OK)
			aclcheck_error(ACLCHECK_NO_PRIV, OBJECT_TABLE, register_tables[TABLE_carriers].name);
	}
}

/* The carrier with these numbers on its paper, or NULL; registered_on may be NO_DATE, which is a day of its own. */
static Carrier *
carrier_of_number(const text *owner, const text *account_no, const text *copy_no, DateADT registered_on)
{
	Lookup lookup = look_in(TABLE_carriers);
	Carrier *carrier;

	where_text(&lookup, carriers_owner, owner);
	where_text(&lookup, carriers_account_no, account_no);
	where_text(&lookup, carriers_copy_no, copy_no);
	foreach_entry (Carrier, carrier, find_entries(&lookup, ROW_LOCK_NONE))
	{
		if (carrier->registered_on == registered_on)
			return carrier;
	}
	return NULL;
}

/*
 * secretxfer.carrier_by_number(owner, account_no, copy_no, registered_on) - the carrier_id of a carrier, or null
 *
 * A customer finds every carrier, because it has to list carriers that it does not see. Other roles find what they see.
 */
Datum
secretxfer_carrier_by_number(PG_FUNCTION_ARGS)
{
	const Carrier *carrier;

	require_numbers(relation_of_table(TABLE_carriers));
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	carrier = carrier_of_number(PG_GETARG_TEXT_PP(0), PG_GETARG_TEXT_PP(1), PG_GETARG_TEXT_PP(2),
								PG_ARGISNULL(3) ? NO_DATE : PG_GETARG_DATEADT(3));
	if (carrier == NULL || (!acts_as(DUTY_CUSTOMER) && !may_see_entry(&carrier->head)))
		PG_RETURN_NULL();
	PG_RETURN_INT64(carrier->carrier_id);
}
