-- A new world, for the clients to move on to.
CALL stress.found();
\sleep 1 s
