/*
 * foreseen.c
 *		Entries that nobody has entered: what next_steps() asks the rules about.
 *
 * Each entry is one of today, with the least that the rules ask of other entries. Its form is not judged, because
 * whoever takes the step states the texts.
 */
#include "prelude.h"

#include "utils/datetime.h"

#include "doors/foreseen.h"
#include "register/calendar.h"
#include "rules/evaluate.h"
#include "rules/succession.h"
#include "rules/transfer.h"

/* An entry of a table of a case that states the case alone. Its first column is the number of the case. */
static Entry *
blank_step(TableId table, const text *case_no)
{
	Entry *entry = blank_entry(table);

	FIELD(entry, 0, const text *) = case_no;
	entry->stated = 1;
	return entry;
}

/* A copy of an entry, to be changed. */
static void *
copy_entry(const Entry *entry)
{
	void *copy = palloc(register_tables[entry->table].entry_size);

	memcpy(copy, entry, register_tables[entry->table].entry_size);
	return copy;
}

static void
note_stated(Entry *entry, int column)
{
	entry->stated |= UINT32_C(1) << column;
}

static void
state_text(Entry *entry, int column, const text *value)
{
	FIELD(entry, column, const text *) = value;
	if (value != NULL)
		note_stated(entry, column);
}

static void
state_today(Entry *entry, int column)
{
	FIELD(entry, column, DateADT) = today_in_almaty();
	note_stated(entry, column);
}

/* Of the clearances at a party, and of another one, the one that is valid today and has the highest mark, or NULL. */
static Clearance *
best_clearance(const text *party, Clearance *best)
{
	Lookup lookup = look_in(TABLE_clearances);
	Clearance *clearance;

	where_text(&lookup, clearances_party, party);
	foreach_entry (Clearance, clearance, find_entries(&lookup, ROW_LOCK_NONE))
	{
		if (valid_on(clearance->issued_on, clearance->valid_until, clearance->revoked_on, today_in_almaty()) &&
			(best == NULL || clearance->highest_mark > best->highest_mark))
			best = clearance;
	}
	return best;
}

static text *
number_of_clearance(const Clearance *clearance)
{
	return clearance == NULL ? NULL : clearance->clearance_no;
}

/*
 * The number of the best clearance under which somebody may receive today: at the contractor, or at the party whose
 * unit protects the secrets (8(2) to 8(4)).
 */
static text *
best_receiver(CaseFile *file)
{
	Case *facts = case_facts(file);
	const Protection *protection = arrangement_on(file, today_in_almaty());
	Clearance *best = best_clearance(facts->contractor, NULL);

	if (protection != NULL && protection->kind != BY_CONTRACTOR)
		best = best_clearance(protection->kind == BY_CUSTOMER ? present_customer(facts) : protection->organizer, best);
	return number_of_clearance(best);
}

/* States the contractor's permit or, of a citizen, clearance, if one is valid today. */
static void
state_authorization(Entry *entry, CaseFile *file, int permit_column, int clearance_column)
{
	const Party *contractor = case_contractor(file);
	const Permit *permit;

	if (contractor != NULL && contractor->kind == CITIZEN)
	{
		state_text(entry, clearance_column, number_of_clearance(best_clearance(contractor->idn, NULL)));
		return;
	}
	permit = serving_permit(file, today_in_almaty(), UNSTATED);
	state_text(entry, permit_column, permit == NULL ? NULL : permit->permit_no);
}

Entry *
request_of_today(CaseFile *file)
{
	Entry *request = blank_step(TABLE_requests, case_facts(file)->case_no);

	state_today(request, requests_sent_on);
	state_authorization(request, file, requests_permit_no, requests_clearance_no);
	return request;
}

/* The change of a request that records its receipt. */
Entry *
receipt_of_today(const Request *request)
{
	Request *received = copy_entry(&request->head);

	state_today(&received->head, requests_received_on);
	return &received->head;
}

/* A permission. A late answer says why; whoever sends the answer knows the reason. */
Entry *
answer_of_today(const Request *request)
{
	Entry *answer = blank_step(TABLE_decisions, request->case_no);

	state_text(answer, decisions_request_no, request->request_no);
	state_today(answer, decisions_sent_on);
	((Decision *) answer)->outcome = PERMITTED;
	note_stated(answer, decisions_outcome);
	state_text(answer, decisions_late_reason, cstring_to_text("to be stated"));
	return answer;
}

Entry *
contract_of_today(CaseFile *file)
{
	const Case *facts = case_facts(file);
	Entry *contract = blank_step(TABLE_contracts, facts->case_no);

	state_today(contract, contracts_concluded_on);
	state_authorization(contract, file, contracts_permit_no, contracts_clearance_no);
	if (facts->information_system_service)
		state_text(contract, contracts_information_statement, cstring_to_text("to be written"));
	return contract;
}

/* A supplement that settles a change of the customer. The successor is not known. */
Entry *
supplement_of_today(CaseFile *file, const PartyChange *change)
{
	Entry *supplement = blank_step(TABLE_supplements, case_facts(file)->case_no);

	state_text(supplement, supplements_party, change->party);
	state_text(supplement, supplements_change_no, change->change_no);
	state_today(supplement, supplements_concluded_on);
	return supplement;
}

Entry *
access_of_today(CaseFile *file)
{
	Entry *access = blank_step(TABLE_system_accesses, case_facts(file)->case_no);

	state_today(access, system_accesses_granted_on);
	state_text(access, system_accesses_clearance_no, best_receiver(file));
	return access;
}

/* A hand-over of the carrier of a list line; of no carrier, if the line is NULL. */
Entry *
handover_of_today(CaseFile *file, const RequestItem *line)
{
	Entry *handover = blank_step(TABLE_handovers, case_facts(file)->case_no);

	state_today(handover, handovers_handed_on);
	state_text(handover, handovers_received_by, best_receiver(file));
	if (line != NULL)
	{
		((Handover *) handover)->carrier_id = line->carrier_id;
		note_stated(handover, handovers_carrier_id);
	}
	return handover;
}

/* The change of a hand-over that records the return of the carrier. */
Entry *
return_of_today(const Handover *handover)
{
	Entry *returned = copy_entry(&handover->head);

	state_today(returned, handovers_returned_on);
	return returned;
}

/* The change of a case that closes it. */
Entry *
closing_of_today(const Case *facts)
{
	Case *closed = copy_entry(&facts->head);

	state_today(&closed->head, cases_closed_on);
	return &closed->head;
}

/* Judges an entry that nobody has entered, by the rules that need other entries. */
void
judge_foreseen(Judgement *judgement, Entry *old_entry, Entry *entry)
{
	begin_judgement(judgement, entry->table, old_entry, entry, true);
	judgement->hypothetical = true;
	evaluate(judgement, OTHER_ENTRIES);
}

/* Whether a judgement found a rule broken, or one of the rules whose names begin so. */
bool
breaks(const Judgement *judgement, const char *rule)
{
	const Finding *finding;

	foreach_entry (const Finding, finding, judgement->findings)
	{
		if (strncmp(finding->rule->name, rule, strlen(rule)) == 0)
			return true;
	}
	return false;
}
