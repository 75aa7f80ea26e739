/*
 * server_log.h
 *		Keeps what is entered out of the server's log.
 */
#ifndef SECRETXFER_SECURITY_SERVER_LOG_H
#define SECRETXFER_SECURITY_SERVER_LOG_H

extern void init_server_log(void);

#endif /* SECRETXFER_SECURITY_SERVER_LOG_H */
