/*
 * uninstalling.h
 *		Warns whoever drops the extension while settings still name its library.
 */
#ifndef SECRETXFER_SECURITY_UNINSTALLING_H
#define SECRETXFER_SECURITY_UNINSTALLING_H

extern void init_uninstalling(void);

#endif /* SECRETXFER_SECURITY_UNINSTALLING_H */
