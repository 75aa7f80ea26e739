/*
 * identification.h
 *		Business and individual identification numbers.
 */
#ifndef SECRETXFER_REGISTER_IDENTIFICATION_H
#define SECRETXFER_REGISTER_IDENTIFICATION_H

extern bool number_fits_kind(const text *number, int party_kind);

#endif /* SECRETXFER_REGISTER_IDENTIFICATION_H */
