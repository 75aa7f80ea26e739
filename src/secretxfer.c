/*
 * secretxfer.c
 *		The entry point of the library: _PG_init() installs the hooks and callbacks of all modules.
 */
#include "prelude.h"

#include "doors/judge.h"
#include "doors/lock_order.h"
#include "journal/journal.h"
#include "register/answered.h"
#include "register/entered.h"
#include "register/remembered.h"
#include "register/scan.h"
#include "register/storage.h"
#include "security/admissions.h"
#include "security/copied_lines.h"
#include "security/rectification.h"
#include "security/refusal.h"
#include "security/server_log.h"
#include "security/statements.h"
#include "security/uninstalling.h"

PG_MODULE_MAGIC;

void _PG_init(void);

void
_PG_init(void)
{
	init_language();
	init_scan();
	init_storage();
	init_answered();
	init_refusal();
	init_copied_lines();
	init_server_log();
	init_remembered();
	init_entered();
	init_journal();
	init_lock_order();
	init_admissions();
	init_judge();
	init_statements();
	init_rectification();
	init_uninstalling();
}
