/*
 * uninstalling.c
 *		Warns whoever drops the extension while settings still name its library.
 *
 * A session that is to load a library at its start, and does not find the library, ends: once the files are removed,
 * nobody can connect, no superuser either. So DROP EXTENSION tells which settings have to go before the files. Where
 * the library is preloaded, this module is there when the extension is dropped; elsewhere there is nothing to tell.
 */
#include "prelude.h"

#include "commands/extension.h"
#include "executor/spi.h"
#include "nodes/parsenodes.h"
#include "tcop/utility.h"

#include "language.h"
#include "security/uninstalling.h"

static ProcessUtility_hook_type next_process_utility = NULL;

/* Settings of this database, of roles and of files, by what undoes each of them. */
static const char preloading[] =
	"SELECT pg_catalog.string_agg(undone_by, '; ' ORDER BY undone_by) FROM ("
	"SELECT CASE WHEN s.setrole OPERATOR(pg_catalog.<>) 0 "
	"THEN pg_catalog.format('ALTER ROLE %I', pg_catalog.pg_get_userbyid(s.setrole)) "
	"OPERATOR(pg_catalog.||) coalesce(pg_catalog.format(' IN DATABASE %I', d.datname), '') "
	"ELSE coalesce(pg_catalog.format('ALTER DATABASE %I', d.datname), 'ALTER ROLE ALL') END "
	"OPERATOR(pg_catalog.||) pg_catalog.format(' RESET %s', pg_catalog.split_part(c, '=', 1)) "
	"FROM pg_catalog.pg_db_role_setting s "
	"LEFT JOIN pg_catalog.pg_database d ON d.oid OPERATOR(pg_catalog.=) s.setdatabase "
	"CROSS JOIN pg_catalog.unnest(s.setconfig) AS c "
	"WHERE c OPERATOR(pg_catalog.~) '^(session|local)_preload_libraries=.*\\msecretxfer\\M' "
	"AND (s.setdatabase OPERATOR(pg_catalog.=) 0 OR d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()) "
	"UNION ALL SELECT pg_catalog.format('%s: %s', g.sourcefile, g.name) FROM pg_catalog.pg_settings g "
	"WHERE g.name OPERATOR(pg_catalog.~) '_preload_libraries$' AND g.sourcefile IS NOT NULL "
	"AND g.setting OPERATOR(pg_catalog.~) '\\msecretxfer\\M') AS u (undone_by)";

static bool
drops_extension(const Node *statement)
{
	const DropStmt *drop = (const DropStmt *) statement;
	ListCell *cell;

	if (!IsA(statement, DropStmt) || drop->removeType != OBJECT_EXTENSION)
		return false;
	foreach (cell, drop->objects)
	{
		if (strcmp(strVal(lfirst(cell)), "secretxfer") == 0)
			return true;
	}
	return false;
}

static void
warn_of_preloading(void)
{
	char *undone_by;

	SPI_connect();
	if (SPI_execute(preloading, true, 1) != SPI_OK_SELECT || SPI_processed != 1)
		elog(ERROR, "could not carry out: %s", preloading);
	undone_by = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
	if (undone_by != NULL)
		ereport(
			WARNING, errmsg("sessions still load the library of secretxfer when they start"),
			errhint(translated("Nobody can connect once the files of the extension are removed. Before that, undo: %s"),
					undone_by));
	SPI_finish();
}

static void
process_drop(PROCESS_UTILITY_PARAMETERS)
{
	bool drops = drops_extension(statement->utilityStmt) && OidIsValid(get_extension_oid("secretxfer", true));

	if (next_process_utility != NULL)
		next_process_utility(PROCESS_UTILITY_ARGUMENTS);
	else
		standard_ProcessUtility(PROCESS_UTILITY_ARGUMENTS);
	if (drops)
		warn_of_preloading();
}

void
init_uninstalling(void)
{
	next_process_utility = ProcessUtility_hook;
	ProcessUtility_hook = process_drop;
}
