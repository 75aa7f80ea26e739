/*
 * withheld.c
 *		Keeps back findings about a carrier, and names of entries, that the writer may not see.
 *
 * The rules see the whole register, and one refusal tells everything that is wrong. So a customer that enters, or asks
 * check_entry() about, a hand-over of a carrier that nobody permitted would learn the carrier's mark from the rules on
 * degrees, and where the carrier is. Such a hand-over is refused anyway, because no permission covers the carrier.
 */
#include "prelude.h"

#include "security/access.h"
#include "security/admissions.h"
#include "security/withheld.h"

static bool
is_of_hidden_carrier(const Judgement *judgement)
{
	const Entry *carrier = judgement->table == TABLE_handovers ? judgement->referenced[handovers_carrier_id] : NULL;

	return carrier != NULL && is_limited(TABLE_carriers) && !may_see_entry(carrier);
}

/*
 * A finding that names a hidden entry says what the rule says of such findings instead.  So does its hint, which would
 * tell of what kind the entry is, and send the reader to correct it.
 */
static void
withhold_names(const Judgement *judgement)
{
	Finding *finding;

	foreach_entry (Finding, finding, judgement->findings)
	{
		if (finding->named != NULL && is_limited(finding->named->table) && !may_see_as_before(finding->named))
		{
			finding->detail = translated(finding->rule->detail);
			finding->hint = translated(hint_of(finding->rule, judgement->table));
		}
	}
}

/*
 * Leaves out of a judgement what follows from a hidden carrier: findings, and rules that the entry meets; and the names
 * of hidden entries.
 *
 * What is refused stays refused: if nothing else is broken, all is told.
 */
void
withhold_findings(Judgement *judgement)
{
	List *findings = NIL;
	List *passed = NIL;
	Finding *finding;
	Rule *rule;

	withhold_names(judgement);
	if (!is_of_hidden_carrier(judgement))
		return;
	foreach_entry (Finding, finding, judgement->findings)
	{
		if (!finding->rule->tells_of_carrier)
			findings = lappend(findings, finding);
	}
	foreach_entry (Rule, rule, judgement->passed)
	{
		if (!rule->tells_of_carrier)
			passed = lappend(passed, rule);
	}
	if (findings == NIL)
		return; /* not covered: a carrier that a permission covers is seen */
	judgement->findings = findings;
	judgement->passed = passed;
}
