/*
 * language.h
 *		The three languages of the register.
 */
#ifndef SECRETXFER_LANGUAGE_H
#define SECRETXFER_LANGUAGE_H

typedef enum Language
{
	ENGLISH,
	KAZAKH,
	RUSSIAN
} Language;

/* A text in English, which is also the key of the translation, and in another language. */
typedef struct Translation
{
	const char *english;
	const char *text;
} Translation;

/* src/translations.c, which po/compile makes from po/: in the order of strcmp() */
extern const Translation translations_kk[];
extern const Translation translations_ru[];
extern const int translation_count_kk;
extern const int translation_count_ru;

/* Marks a text that translated() translates where it is reported; the text of the sources for po/template. */
#define N_(text) (text)

extern const char *in_language(const char *english, Language language);
extern const char *translated(const char *english) pg_attribute_format_arg(1);
extern void init_language(void);

#endif /* SECRETXFER_LANGUAGE_H */
