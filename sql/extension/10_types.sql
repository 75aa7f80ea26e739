-- 10_types.sql
--
-- The value lists of the register.  They are enums, not texts, so that a mistyped value is an
-- error.  Their order is the order of the C enums in src; only the order of secrecy_mark has a
-- meaning.

CREATE TYPE secretxfer.secrecy_mark AS ENUM ('secret', 'top_secret', 'special_importance');
COMMENT ON TYPE secretxfer.secrecy_mark IS
'Degree of secrecy, ascending (Law "On State Secrets", art. 18 and 29): a permit or clearance covers its own degree '
'and the lower ones.';

CREATE TYPE secretxfer.party_kind AS ENUM ('state_body', 'organization', 'citizen');
COMMENT ON TYPE secretxfer.party_kind IS
'What a party is (provision 2): a state body, a non-state organisation, or a citizen of Kazakhstan.';

CREATE TYPE secretxfer.carrier_kind AS ENUM ('document', 'other');
COMMENT ON TYPE secretxfer.carrier_kind IS
'What a carrier is (provision 4(2)): a document, whose sheets are counted, or another material.';

CREATE TYPE secretxfer.decision_outcome AS ENUM ('permitted', 'refused');
COMMENT ON TYPE secretxfer.decision_outcome IS
'The disposing body''s answer to a request (provision 5).';

CREATE TYPE secretxfer.signatory AS ENUM ('head', 'acting_head');
COMMENT ON TYPE secretxfer.signatory IS
'In which capacity an answer was signed (provision 5): nobody but the head or the acting head may sign.';

CREATE TYPE secretxfer.notice_kind AS ENUM (
	'contract', 'courier_service', 'postal_service', 'succession_security', 'succession_authority');
COMMENT ON TYPE secretxfer.notice_kind IS
'What is notified to whom: contract and transfer to the national security body (provision 3(3)); '
'services of a provider to the courier and the special postal service (8(4)); '
'a succession to the national security body and to each disposing body (10).';

CREATE TYPE secretxfer.protection_kind AS ENUM ('contractor', 'customer', 'quasi_state', 'provider');
COMMENT ON TYPE secretxfer.protection_kind IS
'Whose protection unit protects the secrets at the contractor (provision 8(1) to 8(4)).';

CREATE TYPE secretxfer.party_change_kind AS ENUM (
	'functions', 'ownership', 'liquidation', 'works_terminated');
COMMENT ON TYPE secretxfer.party_change_kind IS
'What happened to a party (provision 10): its functions or its form of ownership changed, it is liquidated, or it '
'stops such works.';

CREATE TYPE secretxfer.write_off_kind AS ENUM ('destroyed', 'lost');
COMMENT ON TYPE secretxfer.write_off_kind IS
'Why a carrier that is out does not come back: it was destroyed under an act of the customer, or is lost.';

CREATE TYPE secretxfer.journal_act AS ENUM (
	'entered', 'changed', 'withdrawn', 'adopted', 'gone', 'blanked', 'admitted', 'dismissed', 'rectifying');
COMMENT ON TYPE secretxfer.journal_act IS
'What a line of the journal tells: an entry was entered, changed or withdrawn; was found so, or found gone, outside of '
'the rules; had values blanked; a role was admitted or dismissed; a rectification began.';

CREATE TYPE secretxfer.verdict AS ENUM ('passed', 'failed', 'set_aside');
COMMENT ON TYPE secretxfer.verdict IS
'What a rule says of an entry.';
