/*
 * permission.c
 *		What a permission leaves out of the list of its request (provisions 5 and 7).
 */
#include "prelude.h"

#include "rules/permission.h"

static int
compare_numbers(const void *a, const void *b)
{
	int32 left = *(const int32 *) a;
	int32 right = *(const int32 *) b;

	return left < right ? -1 : left > right;
}

/*
 * Tells the numbers of the excluded lines.
 *
 * False if the array is not a simple list of numbers in which each stands once.
 */
bool
excluded_item_numbers(const Decision *decision, List **numbers)
{
	ArrayType *array;
	int32 *elements;
	int count;
	int at;

	*numbers = NIL;
	if (decision->excluded_items == NULL)
		return true;
	array = DatumGetArrayTypeP(PointerGetDatum(decision->excluded_items));
	if (ARR_NDIM(array) > 1 || array_contains_nulls(array))
		return false;
	count = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
	elements = palloc(count * sizeof(int32));
	memcpy(elements, ARR_DATA_PTR(array), count * sizeof(int32));
	qsort(elements, count, sizeof(int32), compare_numbers);
	for (at = 0; at < count; at++)
	{
		if (at > 0 && elements[at] == elements[at - 1])
			return false;
		*numbers = lappend_int(*numbers, elements[at]);
	}
	return true;
}

/* Whether a permission leaves out a line of its request's list. */
bool
excludes(const Decision *decision, int item_no)
{
	List *excluded;

	excluded_item_numbers(decision, &excluded);
	return list_member_int(excluded, item_no);
}
