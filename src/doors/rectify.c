/*
 * rectify.c
 *		rectify(): begins to put right what is settled.
 */
#include "prelude.h"

#include "access/xact.h"

#include "journal/journal.h"
#include "register/characters.h"
#include "register/storage.h"
#include "security/rectification.h"
#include "security/statements.h"

PG_FUNCTION_INFO_V1(secretxfer_rectify);

/*
 * Requires an open transaction block that has written nothing yet: what was written before was judged without a basis,
 * and a transaction that ends with its statement would rectify nothing.
 */
static void
require_beginning_of_transaction(void)
{
	if (!IsTransactionBlock())
		ereport(ERROR, errcode(ERRCODE_NO_ACTIVE_SQL_TRANSACTION),
				errmsg("rectify() can only be called in a transaction block"),
				errhint("%s", translated("BEGIN; SELECT secretxfer.rectify('…'); the corrections; COMMIT;")),
				errhidestmt(true));
	if (TransactionIdIsValid(GetTopTransactionIdIfAny()))
		ereport(ERROR, errcode(ERRCODE_ACTIVE_SQL_TRANSACTION),
				errmsg("rectify() must be called before the transaction writes anything"),
				errhint("%s", translated("Roll back, and call rectify() first.")), errhidestmt(true));
}

/*
 * secretxfer.rectify(basis) - from here on, rules are set aside for the client's own statements, under a basis
 */
Datum
secretxfer_rectify(PG_FUNCTION_ARGS)
{
	text *basis = PG_ARGISNULL(0) ? NULL : PG_GETARG_TEXT_PP(0);
	int64 chain;

	if (!may_rectify() || !is_called_by_client(fcinfo->flinfo, "rectify"))
		ereport(
			ERROR, errcode(ERRCODE_INSUFFICIENT_PRIVILEGE), errmsg("permission denied to rectify the register"),
			errhint(
				"%s",
				translated(
					"Only the owner of the register and roles admitted as registrar rectify, by a statement of their "
					"own; who is customer or authority does not.")),
			errhidestmt(true));
	if (basis == NULL || is_blank(basis))
		ereport(ERROR, errcode(ERRCODE_CHECK_VIOLATION), errmsg("a basis must be stated"),
				errhint("%s", translated("Name the document under which this is done, with its number and date.")),
				errhidestmt(true));
	require_beginning_of_transaction();
	chain = next_entry_id();
	begin_rectification(text_to_cstring(basis));
	remember_act(chain, OF_RECTIFICATIONS, chain, ACT_RECTIFYING, NULL, "{}", text_to_cstring(basis));
	ereport(
		NOTICE, errmsg("rules are set aside until the end of this transaction"),
		errdetail(
			"%s",
			translated(
				"What breaks a rule is entered all the same, and kept with the basis and the names of the rules. This "
				"holds for your own statements, not for those of functions, triggers and rules.")));
	PG_RETURN_VOID();
}
