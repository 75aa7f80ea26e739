/*
 * printed.c
 *		What PostgreSQL prints of a condition or of a view that the definition of the register has.
 *
 * PostgreSQL stores no texts, and prints the same condition and the same query differently from version to version. So
 * verify() has the definition read by PostgreSQL, and compares what is printed of the definition with what is printed
 * of the object. Nothing is created.
 */
#include "prelude.h"

#include "access/relation.h"
#include "catalog/pg_class.h"
#include "parser/analyze.h"
#include "parser/parse_collate.h"
#include "parser/parse_expr.h"
#include "parser/parse_node.h"
#include "parser/parse_relation.h"
#include "rewrite/rewriteHandler.h"
#include "rewrite/rewriteManip.h"
#include "tcop/tcopprot.h"
#include "utils/rel.h"
#include "utils/ruleutils.h"

#include "doors/arguments.h"

PG_FUNCTION_INFO_V1(secretxfer_printed_condition);
PG_FUNCTION_INFO_V1(secretxfer_is_view_of);

/* The only statement of a text. */
static RawStmt *
only_statement(const char *words)
{
	List *statements = pg_parse_query(words);

	if (list_length(statements) != 1)
		ereport(ERROR, errcode(ERRCODE_SYNTAX_ERROR), errmsg("one statement was expected"));
	return linitial_node(RawStmt, statements);
}

/* The only expression of a text. */
static Node *
only_expression(const char *words)
{
	const SelectStmt *statement = castNode(SelectStmt, only_statement(psprintf("SELECT %s", words))->stmt);
	Node *expression =
		list_length(statement->targetList) == 1 ? linitial_node(ResTarget, statement->targetList)->val : NULL;

	/* a star stands for many */
	if (expression == NULL || (IsA(expression, ColumnRef) && IsA(llast(((ColumnRef *) expression)->fields), A_Star)))
		ereport(ERROR, errcode(ERRCODE_SYNTAX_ERROR), errmsg("one expression was expected"));
	return expression;
}

/* secretxfer.printed_condition("table", condition) - a condition on the rows of a table, as pg_get_expr() prints it */
Datum
secretxfer_printed_condition(PG_FUNCTION_ARGS)
{
	Node *condition = only_expression(text_to_cstring(PG_GETARG_TEXT_PP(1)));
	Relation relation = open_relation(PG_GETARG_OID(0));
	ParseState *state = make_parsestate(NULL);
	List *context = deparse_context_for(RelationGetRelationName(relation), RelationGetRelid(relation));

	addNSItemToQuery(state, addRangeTableEntryForRelation(state, relation, AccessShareLock, NULL, false, false), false,
					 true, true);
	condition = transformExpr(state, condition, EXPR_KIND_CHECK_CONSTRAINT);
	assign_expr_collations(state, condition);
	relation_close(relation, AccessShareLock);
	PG_RETURN_TEXT_P(cstring_to_text(deparse_expression(condition, context, false, false)));
}

/* The query of a view, as it was before the view was made of it. */
static Query *
query_of_view(Relation view)
{
	Query *query = copyObject(get_view_query(view));

	OffsetVarNodes((Node *) query, -RULE_ENTRIES, 0);
	query->rtable = list_copy_tail(query->rtable, RULE_ENTRIES);
	return query;
}

/*
 * A query as PostgreSQL prints the view of this query, in which the columns of all parts of a UNION are named like
 * those of the whole: a view that came back from a dump has these names. The range table of a UNION is its parts.
 */
static const char *
printed_view(Query *query)
{
	RangeTblEntry *part;

	foreach_entry (RangeTblEntry, part, query->setOperations == NULL ? NIL : query->rtable)
	{
		int column;

		for (column = 0; column < list_length(query->targetList); column++)
			list_nth_node(TargetEntry, part->subquery->targetList, column)->resname =
				list_nth_node(TargetEntry, query->targetList, column)->resname;
	}
	return printed_query(query);
}

/* secretxfer.is_view_of(view, query) - whether a view has this query; true before PostgreSQL 15, which cannot tell */
Datum
secretxfer_is_view_of(PG_FUNCTION_ARGS)
{
	const char *words = text_to_cstring(PG_GETARG_TEXT_PP(1));
	Query *query = query_of_statement(only_statement(words), words);
	Relation view = open_relation(PG_GETARG_OID(0));
	bool same =
		view->rd_rel->relkind == RELKIND_VIEW && strcmp(printed_view(query), printed_view(query_of_view(view))) == 0;

	relation_close(view, AccessShareLock);
	PG_RETURN_BOOL(same);
}
