/*
 * characters.h
 *		What the characters of a text show.
 */
#ifndef SECRETXFER_REGISTER_CHARACTERS_H
#define SECRETXFER_REGISTER_CHARACTERS_H

/* What stands in the place of a text that the document lacks (docs/rules.md). */
#define NOT_IN_DOCUMENT "not in the document"

extern bool is_blank(const text *value);
extern bool is_longer(const text *value, int count);
extern bool says_not_in_document(const text *value);
extern bool has_hidden_characters(const text *value);
extern bool is_in_normal_form(const text *value);
extern bool is_same_place(const text *a, const text *b);
extern void require_utf8_for_new_register(void);

#endif /* SECRETXFER_REGISTER_CHARACTERS_H */
