/*
 * earlier.c
 *		The functions of version 1.0 that write, or tell what may be written, by the names that its script gave them.
 *
 * The files of the extension are replaced before anybody runs ALTER EXTENSION secretxfer UPDATE. Until then the catalog
 * names these functions. They refuse, because the rules of this version cannot be asked about tables of that version.
 * What only reads has kept its names and goes on.
 *
 * The other way round, a session that loaded the library of 1.0 does not find the new names (..._1_1), and ends with an
 * error instead of judging by the old rules.
 */
#include "prelude.h"

PG_FUNCTION_INFO_V1(secretxfer_enter_entry);
PG_FUNCTION_INFO_V1(secretxfer_judge_entry);
PG_FUNCTION_INFO_V1(secretxfer_judge_at_commit);
PG_FUNCTION_INFO_V1(secretxfer_refuse_truncate);
PG_FUNCTION_INFO_V1(secretxfer_renew_admissions);
PG_FUNCTION_INFO_V1(secretxfer_check_entry);
PG_FUNCTION_INFO_V1(secretxfer_create_register);

pg_noreturn static void
refuse_earlier_extension(void)
{
	error_context_stack = NULL;
	ereport(
		ERROR, errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
		errmsg("extension \"secretxfer\" is still at version 1.0, and its library is newer"),
		errdetail("%s", translated("The register can be read, but not written.")),
		errhint("%s",
				translated(
					"A superuser has to run ALTER EXTENSION secretxfer UPDATE; then the owner of the register SELECT "
					"secretxfer.create_register();")),
		errhidestmt(true));
}

Datum
secretxfer_enter_entry(PG_FUNCTION_ARGS)
{
	refuse_earlier_extension();
}

Datum
secretxfer_judge_entry(PG_FUNCTION_ARGS)
{
	refuse_earlier_extension();
}

Datum
secretxfer_judge_at_commit(PG_FUNCTION_ARGS)
{
	refuse_earlier_extension();
}

Datum
secretxfer_refuse_truncate(PG_FUNCTION_ARGS)
{
	refuse_earlier_extension();
}

Datum
secretxfer_renew_admissions(PG_FUNCTION_ARGS)
{
	refuse_earlier_extension();
}

Datum
secretxfer_check_entry(PG_FUNCTION_ARGS)
{
	refuse_earlier_extension();
}

Datum
secretxfer_create_register(PG_FUNCTION_ARGS)
{
	refuse_earlier_extension();
}
