/*
 * tables.h
 *		The register's tables as the rules see them.
 *
 * Each table is listed once, column by column, in the order of its definition in sql/register. From this list come the
 * C struct of an entry (Party, Permit, ...), the numbers of its columns (permits_holder, ...) and the description in
 * tables.c, by which storage.c fills the struct. So a rule reads contract->concluded_on, and columns that a user adds
 * and the physical order of columns do not matter.
 *
 * The stamps (recorded_at, recorded_by, changed_at, changed_by) are in every table and are written by the server
 * (enter.c), so they are not listed.
 */
#ifndef SECRETXFER_TABLES_H
#define SECRETXFER_TABLES_H

#include "postgres.h"

#include "access/htup.h"
#include "storage/itemptr.h"
#include "utils/array.h"
#include "utils/date.h"
#include "utils/numeric.h"

#include "register/characters.h"

/*
 * What a column is, beyond its type.
 *
 * KEY			part of the natural key: must be stated, trimmed and not blank
 * MANDATORY	must be stated; not set where a provision has a rule of its own for the column
 * PLANNED		a date that may lie in the future
 * CLOSING		set once, when the fact that the entry records ends
 * SERVER		written by the server: the value of a client is overwritten and is no change of the entry
 * INDEXED		part of an index, so that its length is limited: references and numbers
 * LIVING		a fact that changes with time, so that the column is never settled
 * IDENTITY	says what an event is of, so that the column is never changed
 * FILLED		filled by the server where the client states nothing
 * PRINTED		a number as it stands on paper: the key unless stated, and always correctable
 * DERIVED		follows from other entries, so that the journal does not remember it
 * NULLABLE		part of the natural key that may be null: two nulls are equal
 *
 * The last column of each table is entry_id, the number of the entry in the whole register.
 */
#define PLAIN     0x00
#define KEY       0x01
#define MANDATORY 0x02
#define PLANNED   0x04
#define CLOSING   0x08
#define SERVER    0x10
#define LIVING    0x20
#define INDEXED   0x40
#define PRINTED   0x80
#define FILLED    0x100
#define IDENTITY  0x200
#define DERIVED   0x400
#define NULLABLE  0x800

#define TABLE_parties(COLUMN)                                        \
	COLUMN(parties, TEXT, idn, KEY)                                  \
	COLUMN(parties, PARTY_KIND, kind, MANDATORY)                     \
	COLUMN(parties, TEXT, full_name, LIVING)                         \
	COLUMN(parties, TEXT, head_name, LIVING)                         \
	COLUMN(parties, TEXT, legal_address, LIVING)                     \
	COLUMN(parties, TEXT, workplace, LIVING)                         \
	COLUMN(parties, TEXT, position, LIVING)                          \
	COLUMN(parties, TEXT, residence, LIVING)                         \
	COLUMN(parties, TEXT, id_document_issuer, LIVING)                \
	COLUMN(parties, TEXT, settlement, MANDATORY | LIVING)            \
	COLUMN(parties, FLAG, foreign_participation, MANDATORY | LIVING) \
	COLUMN(parties, NUMBER, state_share, LIVING)                     \
	COLUMN(parties, FLAG, quasi_state, MANDATORY | LIVING)           \
	COLUMN(parties, FLAG, disposes_of_secrets, MANDATORY | LIVING)   \
	COLUMN(parties, TEXT, protection_mandate, LIVING)                \
	COLUMN(parties, BIG, entry_id, SERVER)

#define TABLE_permits(COLUMN)                                     \
	COLUMN(permits, TEXT, permit_no, KEY)                         \
	COLUMN(permits, TEXT, holder, MANDATORY | INDEXED)            \
	COLUMN(permits, DATE, issued_on, MANDATORY)                   \
	COLUMN(permits, DATE, valid_until, MANDATORY | PLANNED)       \
	COLUMN(permits, TEXT, issued_by, MANDATORY)                   \
	COLUMN(permits, SECRECY_MARK, highest_mark, MANDATORY)        \
	COLUMN(permits, DATE, revoked_on, CLOSING)                    \
	COLUMN(permits, TEXT, printed_no, INDEXED | PRINTED | FILLED) \
	COLUMN(permits, BIG, entry_id, SERVER)

#define TABLE_clearances(COLUMN)                                     \
	COLUMN(clearances, TEXT, clearance_no, KEY)                      \
	COLUMN(clearances, TEXT, party, MANDATORY | INDEXED)             \
	COLUMN(clearances, TEXT, person_name, MANDATORY)                 \
	COLUMN(clearances, DATE, issued_on, MANDATORY)                   \
	COLUMN(clearances, DATE, valid_until, MANDATORY | PLANNED)       \
	COLUMN(clearances, TEXT, issued_by, MANDATORY)                   \
	COLUMN(clearances, SECRECY_MARK, highest_mark, MANDATORY)        \
	COLUMN(clearances, DATE, revoked_on, CLOSING)                    \
	COLUMN(clearances, TEXT, printed_no, INDEXED | PRINTED | FILLED) \
	COLUMN(clearances, BIG, entry_id, SERVER)

#define TABLE_carriers(COLUMN)                            \
	COLUMN(carriers, BIG, carrier_id, KEY | SERVER)       \
	COLUMN(carriers, TEXT, owner, MANDATORY | INDEXED)    \
	COLUMN(carriers, TEXT, title, PLAIN)                  \
	COLUMN(carriers, CARRIER_KIND, kind, MANDATORY)       \
	COLUMN(carriers, SECRECY_MARK, mark, PLAIN)           \
	COLUMN(carriers, TEXT, account_no, INDEXED)           \
	COLUMN(carriers, TEXT, copy_no, INDEXED)              \
	COLUMN(carriers, INTEGER, sheets, PLAIN)              \
	COLUMN(carriers, DATE, registered_on, PLAIN)          \
	COLUMN(carriers, TEXT, entered_for, INDEXED | FILLED) \
	COLUMN(carriers, BIG, entry_id, SERVER)

#define TABLE_cases(COLUMN)                                     \
	COLUMN(cases, TEXT, case_no, KEY)                           \
	COLUMN(cases, TEXT, customer, MANDATORY | INDEXED)          \
	COLUMN(cases, TEXT, contractor, MANDATORY | INDEXED)        \
	COLUMN(cases, TEXT, subject, MANDATORY)                     \
	COLUMN(cases, TEXT, works_settlement, MANDATORY | LIVING)   \
	COLUMN(cases, FLAG, information_system_service, MANDATORY)  \
	COLUMN(cases, DATE, opened_on, MANDATORY)                   \
	COLUMN(cases, DATE, closed_on, CLOSING)                     \
	COLUMN(cases, TEXT, printed_no, INDEXED | PRINTED | FILLED) \
	COLUMN(cases, SECRECY_MARK, system_mark, CLOSING)           \
	COLUMN(cases, BIG, entry_id, SERVER)

#define TABLE_requests(COLUMN)                                     \
	COLUMN(requests, TEXT, case_no, KEY)                           \
	COLUMN(requests, TEXT, request_no, KEY)                        \
	COLUMN(requests, TEXT, authority, MANDATORY | INDEXED)         \
	COLUMN(requests, DATE, sent_on, MANDATORY)                     \
	COLUMN(requests, TEXT, justification, PLAIN)                   \
	COLUMN(requests, DATE, transfer_from, PLANNED)                 \
	COLUMN(requests, DATE, transfer_until, PLANNED)                \
	COLUMN(requests, TEXT, permit_no, INDEXED)                     \
	COLUMN(requests, TEXT, clearance_no, INDEXED)                  \
	COLUMN(requests, TEXT, draft_contract, PLAIN)                  \
	COLUMN(requests, TEXT, information_statement, PLAIN)           \
	COLUMN(requests, DATE, received_on, CLOSING)                   \
	COLUMN(requests, FLAG, answered, SERVER | DERIVED)             \
	COLUMN(requests, TEXT, printed_no, INDEXED | PRINTED | FILLED) \
	COLUMN(requests, DATE, withdrawn_on, CLOSING)                  \
	COLUMN(requests, BIG, entry_id, SERVER)

#define TABLE_request_items(COLUMN)                   \
	COLUMN(request_items, TEXT, case_no, KEY)         \
	COLUMN(request_items, TEXT, request_no, KEY)      \
	COLUMN(request_items, INTEGER, item_no, KEY)      \
	COLUMN(request_items, BIG, carrier_id, MANDATORY) \
	COLUMN(request_items, BIG, entry_id, SERVER)

#define TABLE_decisions(COLUMN)                                 \
	COLUMN(decisions, TEXT, case_no, KEY)                       \
	COLUMN(decisions, TEXT, request_no, KEY)                    \
	COLUMN(decisions, TEXT, decision_no, MANDATORY)             \
	COLUMN(decisions, DATE, sent_on, MANDATORY)                 \
	COLUMN(decisions, DECISION_OUTCOME, outcome, MANDATORY)     \
	COLUMN(decisions, TEXT, reasons, PLAIN)                     \
	COLUMN(decisions, TEXT, signed_by, PLAIN)                   \
	COLUMN(decisions, SIGNATORY, signed_as, PLAIN)              \
	COLUMN(decisions, INTEGERS, excluded_items, PLAIN)          \
	COLUMN(decisions, TEXT, late_reason, PLAIN)                 \
	COLUMN(decisions, DATE, due_on, SERVER | PLANNED | DERIVED) \
	COLUMN(decisions, DATE, withdrawn_on, CLOSING)              \
	COLUMN(decisions, TEXT, withdrawal_reasons, CLOSING)        \
	COLUMN(decisions, BIG, entry_id, SERVER)

#define TABLE_contracts(COLUMN)                           \
	COLUMN(contracts, TEXT, case_no, KEY)                 \
	COLUMN(contracts, TEXT, contract_no, MANDATORY)       \
	COLUMN(contracts, DATE, concluded_on, MANDATORY)      \
	COLUMN(contracts, TEXT, control_during_works, PLAIN)  \
	COLUMN(contracts, TEXT, control_after_works, PLAIN)   \
	COLUMN(contracts, TEXT, contractor_liability, PLAIN)  \
	COLUMN(contracts, TEXT, protection_financing, PLAIN)  \
	COLUMN(contracts, TEXT, permit_no, INDEXED)           \
	COLUMN(contracts, TEXT, clearance_no, INDEXED)        \
	COLUMN(contracts, TEXT, responsible_unit, PLAIN)      \
	COLUMN(contracts, TEXT, unit_designated_by, PLAIN)    \
	COLUMN(contracts, TEXT, information_statement, PLAIN) \
	COLUMN(contracts, BIG, entry_id, SERVER)

#define TABLE_contract_items(COLUMN)                              \
	COLUMN(contract_items, TEXT, case_no, KEY)                    \
	COLUMN(contract_items, TEXT, annex_no, KEY)                   \
	COLUMN(contract_items, TEXT, request_no, MANDATORY | INDEXED) \
	COLUMN(contract_items, INTEGER, item_no, MANDATORY)           \
	COLUMN(contract_items, DATE, annexed_on, MANDATORY | FILLED)  \
	COLUMN(contract_items, BIG, entry_id, SERVER)

#define TABLE_notices(COLUMN)                     \
	COLUMN(notices, TEXT, case_no, KEY)           \
	COLUMN(notices, TEXT, notice_no, KEY)         \
	COLUMN(notices, DATE, sent_on, KEY)           \
	COLUMN(notices, TEXT, recipient, KEY)         \
	COLUMN(notices, NOTICE_KIND, kind, MANDATORY) \
	COLUMN(notices, TEXT, authority, INDEXED)     \
	COLUMN(notices, TEXT, party, INDEXED)         \
	COLUMN(notices, TEXT, change_no, INDEXED)     \
	COLUMN(notices, BIG, entry_id, SERVER)

#define TABLE_protections(COLUMN)                                      \
	COLUMN(protections, TEXT, case_no, KEY)                            \
	COLUMN(protections, DATE, arranged_on, KEY)                        \
	COLUMN(protections, PROTECTION_KIND, kind, MANDATORY)              \
	COLUMN(protections, TEXT, organizer, INDEXED)                      \
	COLUMN(protections, TEXT, service_contract_no, PLAIN)              \
	COLUMN(protections, DATE, service_contract_on, PLAIN)              \
	COLUMN(protections, DATE, contractor_permit_marked_on, CLOSING)    \
	COLUMN(protections, DATE, provider_permit_marked_on, CLOSING)      \
	COLUMN(protections, TEXT, unit_settlement, PLAIN)                  \
	COLUMN(protections, TEXT, contractor_permit_no, CLOSING | INDEXED) \
	COLUMN(protections, TEXT, provider_permit_no, CLOSING | INDEXED)   \
	COLUMN(protections, BIG, entry_id, SERVER)

#define TABLE_handovers(COLUMN)                                          \
	COLUMN(handovers, TEXT, case_no, KEY | IDENTITY)                     \
	COLUMN(handovers, BIG, carrier_id, KEY | IDENTITY)                   \
	COLUMN(handovers, DATE, handed_on, KEY)                              \
	COLUMN(handovers, TEXT, act_no, KEY)                                 \
	COLUMN(handovers, TEXT, received_by, MANDATORY | INDEXED | IDENTITY) \
	COLUMN(handovers, DATE, returned_on, CLOSING)                        \
	COLUMN(handovers, TEXT, return_act_no, CLOSING)                      \
	COLUMN(handovers, TEXT, permit_no, SERVER | INDEXED)                 \
	COLUMN(handovers, DATE, written_off_on, CLOSING)                     \
	COLUMN(handovers, WRITE_OFF_KIND, written_off_as, CLOSING)           \
	COLUMN(handovers, TEXT, write_off_act_no, CLOSING)                   \
	COLUMN(handovers, TEXT, loss_violation_no, CLOSING | INDEXED)        \
	COLUMN(handovers, BIG, entry_id, SERVER)

#define TABLE_system_accesses(COLUMN)                           \
	COLUMN(system_accesses, TEXT, case_no, KEY | IDENTITY)      \
	COLUMN(system_accesses, TEXT, clearance_no, KEY | IDENTITY) \
	COLUMN(system_accesses, DATE, granted_on, KEY | IDENTITY)   \
	COLUMN(system_accesses, DATE, ended_on, CLOSING)            \
	COLUMN(system_accesses, BIG, entry_id, SERVER)

#define TABLE_violations(COLUMN)                           \
	COLUMN(violations, TEXT, case_no, KEY | IDENTITY)      \
	COLUMN(violations, TEXT, violation_no, KEY | IDENTITY) \
	COLUMN(violations, DATE, found_on, MANDATORY)          \
	COLUMN(violations, TEXT, description, MANDATORY)       \
	COLUMN(violations, DATE, remedied_on, CLOSING)         \
	COLUMN(violations, NUMBER, damage, LIVING)             \
	COLUMN(violations, NUMBER, damage_recovered, LIVING)   \
	COLUMN(violations, BIG, entry_id, SERVER)

#define TABLE_suspensions(COLUMN)                           \
	COLUMN(suspensions, TEXT, case_no, KEY | IDENTITY)      \
	COLUMN(suspensions, DATE, suspended_on, KEY | IDENTITY) \
	COLUMN(suspensions, TEXT, violation_no, KEY | IDENTITY) \
	COLUMN(suspensions, DATE, lifted_on, CLOSING)           \
	COLUMN(suspensions, BIG, entry_id, SERVER)

#define TABLE_annulments(COLUMN)                         \
	COLUMN(annulments, TEXT, case_no, KEY)               \
	COLUMN(annulments, DATE, raised_on, KEY)             \
	COLUMN(annulments, TEXT, addressed_to, MANDATORY)    \
	COLUMN(annulments, DATE, order_annulled_on, CLOSING) \
	COLUMN(annulments, DATE, rejected_on, CLOSING)       \
	COLUMN(annulments, TEXT, rejected_by, CLOSING)       \
	COLUMN(annulments, BIG, entry_id, SERVER)

#define TABLE_party_changes(COLUMN)                                      \
	COLUMN(party_changes, TEXT, party, KEY | IDENTITY)                   \
	COLUMN(party_changes, TEXT, change_no, KEY | IDENTITY)               \
	COLUMN(party_changes, PARTY_CHANGE_KIND, kind, MANDATORY | IDENTITY) \
	COLUMN(party_changes, DATE, effective_on, MANDATORY | IDENTITY)      \
	COLUMN(party_changes, TEXT, document, MANDATORY)                     \
	COLUMN(party_changes, DATE, completed_on, CLOSING)                   \
	COLUMN(party_changes, TEXT, case_no, INDEXED | IDENTITY)             \
	COLUMN(party_changes, DATE, called_off_on, CLOSING)                  \
	COLUMN(party_changes, TEXT, call_off_document, CLOSING)              \
	COLUMN(party_changes, BIG, entry_id, SERVER)

#define TABLE_supplements(COLUMN)                             \
	COLUMN(supplements, TEXT, case_no, KEY)                   \
	COLUMN(supplements, TEXT, supplement_no, KEY)             \
	COLUMN(supplements, TEXT, party, MANDATORY | INDEXED)     \
	COLUMN(supplements, TEXT, change_no, MANDATORY | INDEXED) \
	COLUMN(supplements, TEXT, successor, MANDATORY | INDEXED) \
	COLUMN(supplements, TEXT, successor_powers, PLAIN)        \
	COLUMN(supplements, DATE, concluded_on, MANDATORY)        \
	COLUMN(supplements, BIG, entry_id, SERVER)

#define TABLE_protection_measures(COLUMN)                  \
	COLUMN(protection_measures, TEXT, case_no, KEY)        \
	COLUMN(protection_measures, TEXT, party, KEY)          \
	COLUMN(protection_measures, TEXT, change_no, KEY)      \
	COLUMN(protection_measures, DATE, taken_on, MANDATORY) \
	COLUMN(protection_measures, TEXT, measures, MANDATORY) \
	COLUMN(protection_measures, BIG, entry_id, SERVER)

#define TABLE_calendar_days(COLUMN)                          \
	COLUMN(calendar_days, DATE, day, KEY | PLANNED)          \
	COLUMN(calendar_days, FLAG, working, MANDATORY | LIVING) \
	COLUMN(calendar_days, TEXT, basis, MANDATORY | LIVING)   \
	COLUMN(calendar_days, BIG, entry_id, SERVER)

#define TABLE_calendar_years(COLUMN)                   \
	COLUMN(calendar_years, INTEGER, year, KEY)         \
	COLUMN(calendar_years, DATE, confirmed_on, LIVING) \
	COLUMN(calendar_years, TEXT, basis, LIVING)        \
	COLUMN(calendar_years, BIG, entry_id, SERVER)

#define TABLE_affiliations(COLUMN)                       \
	COLUMN(affiliations, TEXT, party, KEY)               \
	COLUMN(affiliations, TEXT, quasi_state, KEY)         \
	COLUMN(affiliations, DATE, since, NULLABLE | LIVING) \
	COLUMN(affiliations, DATE, until, LIVING | PLANNED)  \
	COLUMN(affiliations, BIG, entry_id, SERVER)

#define TABLE_carrier_marks(COLUMN)                        \
	COLUMN(carrier_marks, BIG, carrier_id, KEY | IDENTITY) \
	COLUMN(carrier_marks, DATE, marked_on, KEY | IDENTITY) \
	COLUMN(carrier_marks, SECRECY_MARK, mark, IDENTITY)    \
	COLUMN(carrier_marks, TEXT, document, MANDATORY)       \
	COLUMN(carrier_marks, BIG, entry_id, SERVER)

#define TABLE_disposal_successions(COLUMN)                                        \
	COLUMN(disposal_successions, TEXT, body, KEY | IDENTITY)                      \
	COLUMN(disposal_successions, DATE, effective_on, KEY | IDENTITY)              \
	COLUMN(disposal_successions, BIG, carrier_id, NULLABLE | IDENTITY)            \
	COLUMN(disposal_successions, TEXT, successor, MANDATORY | INDEXED | IDENTITY) \
	COLUMN(disposal_successions, TEXT, document, MANDATORY)                       \
	COLUMN(disposal_successions, BIG, entry_id, SERVER)

#define TABLE_contract_amendments(COLUMN)                           \
	COLUMN(contract_amendments, TEXT, case_no, KEY)                 \
	COLUMN(contract_amendments, TEXT, amendment_no, KEY)            \
	COLUMN(contract_amendments, DATE, concluded_on, MANDATORY)      \
	COLUMN(contract_amendments, TEXT, control_during_works, PLAIN)  \
	COLUMN(contract_amendments, TEXT, control_after_works, PLAIN)   \
	COLUMN(contract_amendments, TEXT, contractor_liability, PLAIN)  \
	COLUMN(contract_amendments, TEXT, protection_financing, PLAIN)  \
	COLUMN(contract_amendments, TEXT, permit_no, INDEXED)           \
	COLUMN(contract_amendments, TEXT, clearance_no, INDEXED)        \
	COLUMN(contract_amendments, TEXT, responsible_unit, PLAIN)      \
	COLUMN(contract_amendments, TEXT, unit_designated_by, PLAIN)    \
	COLUMN(contract_amendments, TEXT, information_statement, PLAIN) \
	COLUMN(contract_amendments, BIG, entry_id, SERVER)

#define TABLE_holders(COLUMN)                           \
	COLUMN(holders, BIG, handover, KEY | IDENTITY)      \
	COLUMN(holders, DATE, held_since, KEY | IDENTITY)   \
	COLUMN(holders, TEXT, held_by, MANDATORY | INDEXED) \
	COLUMN(holders, BIG, entry_id, SERVER)

/* All tables with the struct of one entry, in the order of the life of a case. */
#define ALL_TABLES(TABLE)                           \
	TABLE(parties, Party)                           \
	TABLE(affiliations, Affiliation)                \
	TABLE(permits, Permit)                          \
	TABLE(clearances, Clearance)                    \
	TABLE(carriers, Carrier)                        \
	TABLE(carrier_marks, CarrierMark)               \
	TABLE(disposal_successions, DisposalSuccession) \
	TABLE(cases, Case)                              \
	TABLE(requests, Request)                        \
	TABLE(request_items, RequestItem)               \
	TABLE(decisions, Decision)                      \
	TABLE(contracts, Contract)                      \
	TABLE(contract_items, ContractItem)             \
	TABLE(contract_amendments, ContractAmendment)   \
	TABLE(notices, Notice)                          \
	TABLE(protections, Protection)                  \
	TABLE(handovers, Handover)                      \
	TABLE(holders, Holder)                          \
	TABLE(system_accesses, SystemAccess)            \
	TABLE(violations, Violation)                    \
	TABLE(suspensions, Suspension)                  \
	TABLE(annulments, Annulment)                    \
	TABLE(party_changes, PartyChange)               \
	TABLE(supplements, Supplement)                  \
	TABLE(protection_measures, ProtectionMeasures)  \
	TABLE(calendar_days, CalendarDay)               \
	TABLE(calendar_years, CalendarYear)

typedef enum TableId
{

#define TABLE_ID(table, entry) TABLE_##table,
	ALL_TABLES(TABLE_ID)
#undef TABLE_ID
		TABLE_COUNT
} TableId;

/* The number of a column in its table, counting from 0: permits_holder, ... */
#define COLUMN_ID(table, type, column, flags) table##_##column,
#define COLUMN_IDS(table, entry)              typedef enum entry##Column{TABLE_##table(COLUMN_ID)} entry##Column;
ALL_TABLES(COLUMN_IDS)
#undef COLUMN_IDS
#undef COLUMN_ID

/* The value lists: each value with its label in the SQL type, in the order of that type. UNSTATED stands for null. */
#define UNSTATED (-1)

#define VALUES_PARTY_KIND(VALUE)        \
	VALUE(STATE_BODY, "state_body")     \
	VALUE(ORGANIZATION, "organization") \
	VALUE(CITIZEN, "citizen")

/* Ordered: a permit or clearance covers its own mark and the lower marks (Law, art. 29). */
#define VALUES_SECRECY_MARK(VALUE)  \
	VALUE(SECRET, "secret")         \
	VALUE(TOP_SECRET, "top_secret") \
	VALUE(SPECIAL_IMPORTANCE, "special_importance")

#define VALUES_CARRIER_KIND(VALUE) \
	VALUE(DOCUMENT, "document")    \
	VALUE(OTHER_MATERIAL, "other")

#define VALUES_DECISION_OUTCOME(VALUE) \
	VALUE(PERMITTED, "permitted")      \
	VALUE(REFUSED, "refused")

#define VALUES_SIGNATORY(VALUE) \
	VALUE(HEAD, "head")         \
	VALUE(ACTING_HEAD, "acting_head")

#define VALUES_NOTICE_KIND(VALUE)                     \
	VALUE(CONTRACT_NOTICE, "contract")                \
	VALUE(COURIER_SERVICE, "courier_service")         \
	VALUE(POSTAL_SERVICE, "postal_service")           \
	VALUE(SUCCESSION_SECURITY, "succession_security") \
	VALUE(SUCCESSION_AUTHORITY, "succession_authority")

#define VALUES_PROTECTION_KIND(VALUE)    \
	VALUE(BY_CONTRACTOR, "contractor")   \
	VALUE(BY_CUSTOMER, "customer")       \
	VALUE(BY_QUASI_STATE, "quasi_state") \
	VALUE(BY_PROVIDER, "provider")

#define VALUES_PARTY_CHANGE_KIND(VALUE) \
	VALUE(FUNCTIONS, "functions")       \
	VALUE(OWNERSHIP, "ownership")       \
	VALUE(LIQUIDATION, "liquidation")   \
	VALUE(WORKS_TERMINATED, "works_terminated")

#define VALUES_WRITE_OFF_KIND(VALUE) \
	VALUE(DESTROYED, "destroyed")    \
	VALUE(LOST, "lost")

/* What a line of the journal tells (docs/journal.md). */
#define VALUES_JOURNAL_ACT(VALUE)     \
	VALUE(ACT_ENTERED, "entered")     \
	VALUE(ACT_CHANGED, "changed")     \
	VALUE(ACT_WITHDRAWN, "withdrawn") \
	VALUE(ACT_ADOPTED, "adopted")     \
	VALUE(ACT_GONE, "gone")           \
	VALUE(ACT_BLANKED, "blanked")     \
	VALUE(ACT_ADMITTED, "admitted")   \
	VALUE(ACT_DISMISSED, "dismissed") \
	VALUE(ACT_RECTIFYING, "rectifying")

/* The duties of roles (sql/extension/45_duties.sql). */
#define VALUES_DUTY(VALUE)             \
	VALUE(DUTY_CUSTOMER, "customer")   \
	VALUE(DUTY_AUTHORITY, "authority") \
	VALUE(DUTY_SECURITY, "security")   \
	VALUE(DUTY_ANALYST, "analyst")     \
	VALUE(DUTY_AUDITOR, "auditor")     \
	VALUE(DUTY_REGISTRAR, "registrar")

#define ALL_VALUE_LISTS(LIST)                \
	LIST(PARTY_KIND, PartyKind)              \
	LIST(SECRECY_MARK, SecrecyMark)          \
	LIST(CARRIER_KIND, CarrierKind)          \
	LIST(DECISION_OUTCOME, DecisionOutcome)  \
	LIST(SIGNATORY, Signatory)               \
	LIST(NOTICE_KIND, NoticeKind)            \
	LIST(PROTECTION_KIND, ProtectionKind)    \
	LIST(PARTY_CHANGE_KIND, PartyChangeKind) \
	LIST(WRITE_OFF_KIND, WriteOffKind)       \
	LIST(JOURNAL_ACT, JournalAct)            \
	LIST(DUTY, Duty)

#define VALUE_ID(value, label) value,
#define VALUE_LIST(list, type)  \
	typedef enum type           \
	{                           \
		VALUES_##list(VALUE_ID) \
	} type;
ALL_VALUE_LISTS(VALUE_LIST)
#undef VALUE_LIST

/* The number of values of a list: COUNT_OF_DUTY, ... */
#define COUNT_VALUE(value, label) +1
#define VALUE_COUNT(list, type)   COUNT_OF_##list = VALUES_##list(COUNT_VALUE),
enum
{
	ALL_VALUE_LISTS(VALUE_COUNT)
};
#undef VALUE_COUNT
#undef COUNT_VALUE

/* A date that was not stated: later than every date of PostgreSQL, earlier than infinity. */
#define NO_DATE ((DateADT) (PG_INT32_MAX - 1))

/* The C type of the value of a column. A text or a number that was not stated is NULL. */
#define TEXT_FIELD              text *
#define NUMBER_FIELD            Numeric
#define INTEGERS_FIELD          ArrayType *
#define DATE_FIELD              DateADT
#define FLAG_FIELD              bool
#define INTEGER_FIELD           int32
#define BIG_FIELD               int64
#define PARTY_KIND_FIELD        int
#define SECRECY_MARK_FIELD      int
#define CARRIER_KIND_FIELD      int
#define DECISION_OUTCOME_FIELD  int
#define SIGNATORY_FIELD         int
#define NOTICE_KIND_FIELD       int
#define PROTECTION_KIND_FIELD   int
#define PARTY_CHANGE_KIND_FIELD int
#define WRITE_OFF_KIND_FIELD    int

/*
 * The start of every entry. stated has a bit for each column that is not null. row is the tuple that the entry was read
 * from, with the user's own columns. place (ctid) and xmin tell where this version of the row is and which transaction
 * wrote it; they are valid only for entries that were looked up.
 */
typedef struct Entry
{
	TableId table;
	HeapTuple row;
	uint32 stated;
	ItemPointerData place;
	TransactionId xmin;
	TimestampTz recorded_at; /* the stamps; 0 and NULL if not stamped (yet) */
	Name recorded_by;
	TimestampTz changed_at;
	Name changed_by;
} Entry;

#define ENTRY_FIELD(table, type, column, flags) type##_FIELD column;
#define ENTRY_STRUCT(table, entry) \
	typedef struct entry           \
	{                              \
		Entry head;                \
		TABLE_##table(ENTRY_FIELD) \
	} entry;                       \
	typedef entry table##_entry;
ALL_TABLES(ENTRY_STRUCT)
#undef ENTRY_STRUCT
#undef ENTRY_FIELD

typedef enum ColumnType
{
	COLUMN_TEXT,
	COLUMN_NUMBER,
	COLUMN_INTEGERS,
	COLUMN_DATE,
	COLUMN_FLAG,
	COLUMN_INTEGER,
	COLUMN_BIG,
#define VALUE_LIST_COLUMN(list, type) COLUMN_##list,
	ALL_VALUE_LISTS(VALUE_LIST_COLUMN)
#undef VALUE_LIST_COLUMN
		COLUMN_TYPE_COUNT
} ColumnType;

typedef struct Column
{
	const char *name;
	ColumnType type;
	int flags;
	size_t offset; /* offset of its value in the struct of the entry */
} Column;

typedef struct Table
{
	const char *name;
	size_t entry_size;
	int column_count;
	int key_count; /* the columns of the key are the first ones */
	const Column *columns;
} Table;

/* tables.c asserts that no table has more. */
#define MAX_COLUMNS     24
#define MAX_KEY_COLUMNS 4

extern const Table register_tables[TABLE_COUNT];

/* The stamps, which every table has. */
typedef enum Stamp
{
	RECORDED_AT,
	RECORDED_BY,
	CHANGED_AT,
	CHANGED_BY,
	STAMP_COUNT
} Stamp;

/* One bit for each table: a set of tables, such as the tables on which a rule is asked. */
#define ON(table)       (UINT32_C(1) << TABLE_##table)
#define ALL_OF_REGISTER (UINT32_MAX >> (32 - TABLE_COUNT))

/* Tables of a case: their first column is the number of the case. */
#define CASE_TABLES                                                                                                    \
	(ON(requests) | ON(request_items) | ON(decisions) | ON(contracts) | ON(contract_items) | ON(contract_amendments) | \
	 ON(notices) | ON(protections) | ON(handovers) | ON(system_accesses) | ON(violations) | ON(suspensions) |          \
	 ON(annulments) | ON(supplements) | ON(protection_measures))

/* Tables of transfers: carriers that are handed over, and accesses to an information system. */
#define TRANSFERS (ON(handovers) | ON(system_accesses))

/* Tables whose entries have a number on paper beside the key of the register. */
#define WITH_PRINTED_NO (ON(permits) | ON(clearances) | ON(cases) | ON(requests))

/* Whether a table is in a set of tables. */
#define IS_ON(tables, table) (((tables) & (UINT32_C(1) << (table))) != 0)

extern TableId table_of_name(const char *name);
extern Entry *blank_entry(TableId table);
extern int64 number_of_entry(const Entry *entry);
extern const char *const *value_list(ColumnType type);
extern ColumnType value_list_named(const char *text);
extern const char *expected_form(ColumnType type);
extern bool is_of_key(TableId table, int column);
extern char *joined(const List *names, const char *separator);
extern text *copy_of_text(const text *words);
extern bool same_text(const text *a, const text *b);
extern bool same_value(const Entry *a, const Entry *b, int column);
extern bool same_key(const Entry *a, const Entry *b);
extern void copy_field(Entry *to, const Entry *from, int column);

/* Whether the entries of a table belong to a case. The first column of such a table is the number of the case. */
static inline bool
belongs_to_case(TableId table)
{
	return IS_ON(CASE_TABLES, table);
}

/* Whether the entry has a value, not null, in a column. */
static inline bool
is_stated(const Entry *entry, int column)
{
	return (entry->stated & (UINT32_C(1) << column)) != 0;
}

/* The field of a column, with the given C type. */
#define FIELD(entry, column, type) \
	(*(type *) ((char *) (entry) + register_tables[(entry)->table].columns[column].offset))

#endif /* SECRETXFER_TABLES_H */
