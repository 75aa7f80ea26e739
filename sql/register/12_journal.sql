-- 12_journal.sql
--
-- What the register remembers: one line for each accepted entry, change and withdrawal, chained by
-- hashes, and the seals over the heads of the chains.  docs/journal.md specifies every byte.
--
-- The extension writes the lines by itself (src/journal/line.c).  The triggers refuse every
-- statement.  They have the state ORIGIN: a restore and a logical replica repeat lines.
--
-- There is no foreign key: a line stays when its entry is withdrawn.

CREATE TABLE secretxfer.journal (
	chain bigint NOT NULL,
	place bigint NOT NULL,
	recorded_at timestamptz NOT NULL,
	login_role name NOT NULL,
	effective_role name NOT NULL,
	end_user text,
	application_name text,
	client_address text,
	"table" text COLLATE "C" NOT NULL,
	entry bigint NOT NULL,
	act secretxfer.journal_act NOT NULL,
	"values" json,
	salt bytea,
	values_digest bytea NOT NULL,
	entry_digest bytea,
	basis text,
	set_aside text[],
	version text NOT NULL,
	hash bytea NOT NULL,
	CONSTRAINT journal_pkey PRIMARY KEY (chain, place)
);
CREATE INDEX journal_rectified_idx ON secretxfer.journal (chain, "table", entry)
	WHERE basis IS NOT NULL AND act IN ('entered', 'changed', 'withdrawn');
CREATE INDEX journal_papers_put_right_idx ON secretxfer.journal (chain, "table")
	WHERE basis IS NOT NULL AND act IN ('changed', 'withdrawn') AND "table" IN ('parties', 'affiliations', 'permits',
		'clearances', 'carriers', 'carrier_marks', 'disposal_successions');
CREATE INDEX journal_withdrawn_idx ON secretxfer.journal ("table", entry) WHERE act IN ('withdrawn', 'gone');
CREATE TABLE secretxfer.journal_seals (
	seal_no bigint NOT NULL,
	sealed_at timestamptz NOT NULL,
	sealed_by name NOT NULL,
	root bytea NOT NULL,
	CONSTRAINT journal_seals_pkey PRIMARY KEY (seal_no)
);
CREATE TABLE secretxfer.journal_heads (
	chain bigint NOT NULL,
	seal_no bigint NOT NULL,
	place bigint NOT NULL,
	hash bytea NOT NULL,
	CONSTRAINT journal_heads_pkey PRIMARY KEY (chain, seal_no)
);
CREATE TABLE secretxfer.journal_grown (
	chain bigint NOT NULL
);
CREATE INDEX journal_heads_seal_idx ON secretxfer.journal_heads (seal_no, chain);
CREATE TRIGGER secretxfer_guard_journal BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON secretxfer.journal
	FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.guard_journal();
CREATE TRIGGER secretxfer_guard_journal BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON secretxfer.journal_seals
	FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.guard_journal();
CREATE TRIGGER secretxfer_guard_journal BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON secretxfer.journal_heads
	FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.guard_journal();
CREATE TRIGGER secretxfer_guard_journal BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON secretxfer.journal_grown
	FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.guard_journal();

COMMENT ON TABLE secretxfer.journal IS
'What the register remembers, chained by hashes. One row an accepted entry, change or withdrawal, an admission or a '
'rectification. Written by the extension; nobody changes or deletes lines.';
COMMENT ON COLUMN secretxfer.journal.chain IS
'Chain in which the line stands: entry_id of the case, party, permit, clearance, carrier, calendar year or calendar day '
'concerned; 0 for admissions; for a rectification a number of its own, which no entry has.';
COMMENT ON COLUMN secretxfer.journal.place IS
'Place of the line in its chain, from 1, without gaps.';
COMMENT ON COLUMN secretxfer.journal.recorded_at IS
'When the line was written.';
COMMENT ON COLUMN secretxfer.journal.login_role IS
'Who logged in.';
COMMENT ON COLUMN secretxfer.journal.effective_role IS
'As whom the client acted.';
COMMENT ON COLUMN secretxfer.journal.end_user IS
'For whom a shared program wrote: secretxfer.end_user, if set in the same transaction.';
COMMENT ON COLUMN secretxfer.journal.application_name IS
'Name of the program, as the session states it.';
COMMENT ON COLUMN secretxfer.journal.client_address IS
'Network address of the client; null for a local socket.';
COMMENT ON COLUMN secretxfer.journal."table" IS
'Table of the entry; admissions or rectifications for what is no entry.';
COMMENT ON COLUMN secretxfer.journal.entry IS
'Number of the entry in the register (entry_id).';
COMMENT ON COLUMN secretxfer.journal.act IS
'What was done.';
COMMENT ON COLUMN secretxfer.journal."values" IS
'The entry as entered, withdrawn or found, or the changed columns, old and new; null once blanked.';
COMMENT ON COLUMN secretxfer.journal.salt IS
'Random bytes under the digests, so that nobody can guess values from them; null once blanked.';
COMMENT ON COLUMN secretxfer.journal.values_digest IS
'SHA-256 of salt and values.';
COMMENT ON COLUMN secretxfer.journal.entry_digest IS
'Of a change: SHA-256 of salt and the whole entry after the change.';
COMMENT ON COLUMN secretxfer.journal.basis IS
'Ground of a rectification, an adoption or a blanking.';
COMMENT ON COLUMN secretxfer.journal.set_aside IS
'Rules that a rectification set aside.';
COMMENT ON COLUMN secretxfer.journal.version IS
'Version of the extension that wrote the line.';
COMMENT ON COLUMN secretxfer.journal.hash IS
'SHA-256 of the hash of the line before and of this line.';
COMMENT ON INDEX secretxfer.journal_pkey IS
'A line by its chain and place.';
COMMENT ON INDEX secretxfer.journal_rectified_idx IS
'What was entered, changed or withdrawn in a rectification, chain by chain.';
COMMENT ON INDEX secretxfer.journal_papers_put_right_idx IS
'Which parties, permits, clearances and carriers were put right, for the views breaches, returns_due and duties.';
COMMENT ON INDEX secretxfer.journal_withdrawn_idx IS
'Where an entry left a chain: the entries that are gone, table by table.';
COMMENT ON CONSTRAINT journal_pkey ON secretxfer.journal IS
'A place in a chain is taken once.';
COMMENT ON TRIGGER secretxfer_guard_journal ON secretxfer.journal IS
'Refuses every statement: the extension writes the journal by itself.';

COMMENT ON TABLE secretxfer.journal_seals IS
'Seals of the journal: a root over the heads of the chains and the root before. One row a journal_seal().';
COMMENT ON COLUMN secretxfer.journal_seals.seal_no IS
'Number of the seal, from 1, without gaps.';
COMMENT ON COLUMN secretxfer.journal_seals.sealed_at IS
'When the journal was sealed.';
COMMENT ON COLUMN secretxfer.journal_seals.sealed_by IS
'Who sealed the journal.';
COMMENT ON COLUMN secretxfer.journal_seals.root IS
'SHA-256 of the root before, this seal and its heads. Kept outside, it proves all that it covers.';
COMMENT ON INDEX secretxfer.journal_seals_pkey IS
'A seal by its number.';
COMMENT ON CONSTRAINT journal_seals_pkey ON secretxfer.journal_seals IS
'A number of a seal is given once.';
COMMENT ON TRIGGER secretxfer_guard_journal ON secretxfer.journal_seals IS
'Refuses every statement: the extension writes the seals by itself.';

COMMENT ON TABLE secretxfer.journal_heads IS
'What a seal covers: the last line of each chain that grew since the seal before. One row a chain and seal.';
COMMENT ON COLUMN secretxfer.journal_heads.chain IS
'The chain.';
COMMENT ON COLUMN secretxfer.journal_heads.seal_no IS
'The seal.';
COMMENT ON COLUMN secretxfer.journal_heads.place IS
'Place of the last line of the chain.';
COMMENT ON COLUMN secretxfer.journal_heads.hash IS
'Hash of that line.';
COMMENT ON INDEX secretxfer.journal_heads_pkey IS
'The seals of a chain.';
COMMENT ON CONSTRAINT journal_heads_pkey ON secretxfer.journal_heads IS
'A seal covers a chain once.';
COMMENT ON INDEX secretxfer.journal_heads_seal_idx IS
'The heads of a seal.';
COMMENT ON TRIGGER secretxfer_guard_journal ON secretxfer.journal_heads IS
'Refuses every statement: the extension writes the heads by itself.';

COMMENT ON TABLE secretxfer.journal_grown IS
'Chains that grew since the last seal, for the next. One row a chain and a transaction that appended to the chain.';
COMMENT ON COLUMN secretxfer.journal_grown.chain IS
'The chain.';
COMMENT ON TRIGGER secretxfer_guard_journal ON secretxfer.journal_grown IS
'Refuses every statement: the extension writes the list by itself.';
