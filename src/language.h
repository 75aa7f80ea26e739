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

/* A text in English, which is also the key of the translation, and in another language. A list ends with NULL. */
typedef struct Translation
{
	const char *english;
	const char *text;
} Translation;

/* src/translations.c, which po/compile makes from po/ */
extern const Translation translations_kk[];
extern const Translation translations_ru[];

extern const char *in_language(const char *english, Language language);

#endif /* SECRETXFER_LANGUAGE_H */
