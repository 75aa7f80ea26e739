/*
 * translated.c
 *		translated(): what views and value lists tell, in the language that the session asks for.
 */
#include "prelude.h"

#include "rules/chapters.h"

PG_FUNCTION_INFO_V1(secretxfer_translated);

/* The names in breaches.breach and returns_due.reasons that are not made of a rule's name. */
static const struct
{
	const char *name;
	const char *english;
} names[] = {
	{"late_answer", N_("The answer came after the last day of its term.")},
	{"no_answer", N_("The answer did not come by the last day of its term.")},
	{"violation", N_("The contractor broke its obligations.")},
	{"damage_not_recovered", N_("The damage is not recovered in full.")},
	{"carrier_lost", N_("The carrier was lost.")},
	{"succession_not_notified", N_("A body was not notified of the succession before the case was closed.")},
	{"transfer_permit_revoked", N_("The contractor's permit was revoked before the hand-over or the access.")},
	{"not_in_document", N_("The document lacks a text.")},
	{"permit_ended", N_("The contractor's permit is not valid any more.")},
	{"clearance_ended", N_("The clearance is not valid any more.")},
	{"permit_too_low", N_("The mark was raised, and the contractor's permit does not cover the mark.")},
	{"clearance_too_low", N_("The mark was raised, and the clearance does not cover the mark.")},
	{"unit_changed", N_("Another party's unit protects the secrets now.")},
	{"permission_withdrawn", N_("The permission was withdrawn.")},
	{"permission_of_another_body", N_("The permission is that of a body that did not dispose of the carrier.")},
	{"permission_in_liquidation", N_("The body was in liquidation when it gave the permission.")},
	{"not_permitted", N_("There is no permission.")},
	{"order_annulled", N_("The order is annulled.")},
	{"case_closed", N_("The case is closed.")},
	{"contractor_functions", N_("The functions of the contractor changed.")},
	{"contractor_ownership", N_("The form of ownership of the contractor changed.")},
	{"contractor_liquidation", N_("The contractor is liquidated.")},
	{"contractor_works_terminated", N_("The contractor's works are terminated.")},
	{"customer_functions", N_("The functions of the customer changed.")},
	{"customer_ownership", N_("The form of ownership of the customer changed.")},
	{"customer_liquidation", N_("The customer is liquidated.")},
	{"customer_works_terminated", N_("The customer's works are terminated.")}};

/* The text for a name of this list; NULL if it is none. "_while_out" says no more than the view does. */
static const char *
text_of_name(const char *name)
{
	static const char suffix[] = "_while_out";
	size_t length = strlen(name);
	int at;

	if (length > strlen(suffix) && strcmp(name + length - strlen(suffix), suffix) == 0)
		length -= strlen(suffix);
	for (at = 0; at < lengthof(names); at++)
	{
		if (strlen(names[at].name) == length && strncmp(names[at].name, name, length) == 0)
			return names[at].english;
	}
	return NULL;
}

/*
 * The sentence of the rule of which a name in breaches.breach is made: transfer_ or protection_lost_ and the name of
 * the rule without its provision; NULL if it is made of none.
 */
static const char *
sentence_of_name(const char *name)
{
	static const char *const prefixes[] = {"transfer_", "protection_lost_"};
	const Rule *const *const *chapter;
	const Rule *const *rule;
	int at;

	for (at = 0; at < lengthof(prefixes); at++)
	{
		if (strncmp(name, prefixes[at], strlen(prefixes[at])) != 0)
			continue;
		for (chapter = rule_chapters; *chapter != NULL; chapter++)
		{
			for (rule = *chapter; *rule != NULL; rule++)
			{
				if (strcmp((*rule)->name + strlen("rNN_"), name + strlen(prefixes[at])) == 0)
					return (*rule)->sentence;
			}
		}
	}
	return NULL;
}

/*
 * secretxfer.translated(english) - a text of the extension in the language that the session asks for
 *
 * Of a text and a value, "answer sent: permitted", each is translated. A name of what is irregular becomes a sentence.
 */
Datum
secretxfer_translated(PG_FUNCTION_ARGS)
{
	char *english = text_to_cstring(PG_GETARG_TEXT_PP(0));
	const char *text = text_of_name(english);
	char *value = strstr(english, ": ");

	if (text == NULL)
		text = sentence_of_name(english);
	if (text == NULL)
		text = english;
	if (value != NULL && translated(text) == text)
	{
		*value = '\0';
		text = psprintf("%s: %s", translated(english), translated(value + strlen(": ")));
	}
	PG_RETURN_TEXT_P(cstring_to_text(translated(text)));
}
