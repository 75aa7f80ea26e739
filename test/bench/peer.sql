-- peer.sql
--
-- The rules of a case's life once more, as one would write them without C: row triggers in PL/pgSQL on the bare tables
-- of bare.sql.  They give the same verdicts and leave the same rows: attempts plays a list of lawful and unlawful
-- entries against both.
--
-- They are written to be fast.  Plans are kept for the session; a step reads what it is judged by with few queries that
-- join; what is rare is asked for by a cheap EXISTS first; and all is judged in BEFORE ROW triggers, which need no queue.
-- They take the locks that the register takes: the case FOR NO KEY UPDATE, parties and clearances FOR SHARE, the carrier
-- of a list FOR SHARE and that of a hand-over FOR NO KEY UPDATE.  What keys, foreign keys and CHECKs say is left to
-- them.
--
-- Left out is what no case of the benchmark meets: accesses to systems, passings on inside the contractor, the rules of
-- supplements, measures and breaches themselves (their tables get stamps and the lock of the case; what they forbid is
-- asked), papers entered late, rectifications, duties, languages, the journal.
CREATE SCHEMA peer;

CREATE FUNCTION peer.refuse(rule text, detail text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	RAISE check_violation USING MESSAGE = 'the entry is not lawful', DETAIL = detail, CONSTRAINT = 'secretxfer_'
		|| rule;
END
$$;

-- Inlined where they are used.
CREATE FUNCTION peer.today() RETURNS date STABLE LANGUAGE sql AS
	$$SELECT (now() AT TIME ZONE 'Asia/Almaty')::date$$;
CREATE FUNCTION peer.is_blank(value text) RETURNS boolean IMMUTABLE LANGUAGE sql AS
	$$SELECT coalesce(btrim(value), '') = ''$$;
CREATE FUNCTION peer.is_malformed(number text) RETURNS boolean IMMUTABLE LANGUAGE sql AS
	$$SELECT number <> btrim(number) OR length(number) > 200 OR number IS NOT NFC NORMALIZED
		OR number ~ '[[:cntrl:]\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]'$$;
CREATE FUNCTION peer.in_force(issued_on date, valid_until date, revoked_on date, day date) RETURNS boolean
	IMMUTABLE LANGUAGE sql AS
	$$SELECT issued_on <= day AND valid_until >= day AND (revoked_on > day) IS NOT FALSE$$;

-- The dates of an entry that are not planned.
CREATE FUNCTION peer.require_dates(first date, last date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	IF last > peer.today() AND last < 'infinity' THEN
		PERFORM peer.refuse('r00_not_in_future', 'A date lies after today.');
	ELSIF first < '1991-12-16' OR last = 'infinity' THEN
		PERFORM peer.refuse('r00_plausible_date', 'No document bears such a date.');
	END IF;
END
$$;

----------------------------------------------------------------------------------------------
-- What is rare
----------------------------------------------------------------------------------------------

-- Who disposes on a day of what a body disposed of since an earlier day: a carrier or, for null, what it was asked for.
CREATE FUNCTION peer.body_on(body text, carrier bigint, since date,
	day date) RETURNS text STABLE LANGUAGE plpgsql AS $$
DECLARE
	gone_through bigint[] := '{}';
	by_name boolean := false;
	next record;
BEGIN
	LOOP
		SELECT * INTO next FROM secretxfer.disposal_successions s
		WHERE s.body = body_on.body AND s.effective_on BETWEEN since AND day AND s.entry_id <> ALL (gone_through)
			AND CASE WHEN s.carrier_id IS NULL THEN NOT (by_name
				AND s.effective_on = since) ELSE s.carrier_id = carrier END
		ORDER BY s.effective_on, s.carrier_id NULLS LAST LIMIT 1;
		IF NOT FOUND THEN
			RETURN body;
		END IF;
		gone_through := gone_through || next.entry_id;
		body := next.successor;
		since := next.effective_on;
		by_name := next.carrier_id IS NOT NULL;
	END LOOP;
END
$$;

CREATE FUNCTION peer.in_liquidation(idn text, day date) RETURNS boolean STABLE LANGUAGE plpgsql AS $$
BEGIN
	RETURN EXISTS (SELECT FROM secretxfer.party_changes
		WHERE party = idn AND kind = 'liquidation' AND effective_on <= day AND (called_off_on > day) IS NOT FALSE);
END
$$;

-- The customer of a case on a day, whether a change of the customer is open, and whether a notice of one is missing.
CREATE FUNCTION peer.succession(facts secretxfer.cases, day date, OUT customer text, OUT open boolean,
	OUT unnotified boolean)
STABLE LANGUAGE plpgsql AS $$
DECLARE
	since date := facts.opened_on;
	contract_on date := (SELECT concluded_on FROM secretxfer.contracts c WHERE c.case_no = facts.case_no);
	gone_through text[] := '{}';
	change record;
	supplement record;
BEGIN
	customer := facts.customer;
	open := false;
	unnotified := false;
	LOOP
		SELECT * INTO change FROM secretxfer.party_changes c
		WHERE c.party = customer AND c.effective_on <= day AND (c.case_no = facts.case_no) IS NOT FALSE
			AND (c.kind = 'liquidation' OR c.effective_on >= since) AND c.party || '/'
				|| c.change_no <> ALL (gone_through)
		ORDER BY c.effective_on LIMIT 1;
		EXIT WHEN NOT FOUND;
		gone_through := gone_through || (change.party || '/' || change.change_no);
		-- the supplement that names the change, or settles it with a later one
		SELECT s.* INTO supplement FROM secretxfer.supplements s
		JOIN secretxfer.party_changes c ON c.party = s.party AND c.change_no = s.change_no
		WHERE s.case_no = facts.case_no AND s.party = customer AND c.effective_on >= change.effective_on
			AND s.concluded_on <= day
		ORDER BY s.change_no = change.change_no DESC, s.concluded_on LIMIT 1;
		IF NOT FOUND THEN
			open := open OR (change.called_off_on > day) IS NOT FALSE
				AND (change.kind IN ('liquidation', 'works_terminated') OR contract_on <= change.effective_on);
			CONTINUE;
		END IF;
		unnotified := unnotified OR NOT EXISTS (
			SELECT FROM secretxfer.notices n
			WHERE n.case_no = facts.case_no AND n.kind = 'succession_security' AND n.party = supplement.party
				AND n.change_no = supplement.change_no AND n.sent_on <= day
		) OR EXISTS (
			SELECT FROM secretxfer.contract_items ci
			JOIN secretxfer.request_items i USING (case_no, request_no, item_no)
			JOIN secretxfer.carriers k USING (carrier_id)
			WHERE ci.case_no = facts.case_no AND ci.annexed_on <= supplement.concluded_on AND NOT EXISTS (
				SELECT FROM secretxfer.notices n
				WHERE n.case_no = facts.case_no AND n.kind = 'succession_authority' AND n.party = supplement.party
					AND n.change_no = supplement.change_no AND n.sent_on <= day
					AND n.authority = peer.body_on(k.owner, k.carrier_id, '-infinity', supplement.concluded_on)));
		IF supplement.successor <> customer THEN
			customer := supplement.successor;
			since := supplement.concluded_on;
		END IF;
	END LOOP;
END
$$;

-- What is wrong with an arrangement on a day (8(2) to 8(4)); that of a contractor is asked where it is used.
CREATE FUNCTION peer.require_arrangement(facts secretxfer.cases, contractor secretxfer.parties,
	arrangement secretxfer.protections, day date, is_transfer boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	organizer secretxfer.parties;
	service_contract date := arrangement.service_contract_on;
BEGIN
	IF arrangement.kind = 'customer' THEN
		SELECT p.* INTO organizer FROM secretxfer.parties p WHERE p.idn = (peer.succession(facts,
			day)).customer FOR SHARE;
		IF arrangement.organizer <> organizer.idn THEN
			PERFORM peer.refuse('r08_organizer', 'The organizer is not the customer.');
		ELSIF lower(btrim(coalesce(arrangement.unit_settlement, organizer.settlement)))
			<> lower(btrim(facts.works_settlement)) THEN
			PERFORM peer.refuse('r08_customer_at_place', 'The unit is not where the works are.');
		END IF;
		RETURN;
	END IF;
	SELECT * INTO organizer FROM secretxfer.parties p WHERE p.idn = arrangement.organizer FOR SHARE;
	IF peer.in_liquidation(organizer.idn, day) THEN
		PERFORM peer.refuse('r08_organizer_exists', 'The organizer is in liquidation.');
	ELSIF arrangement.kind = 'quasi_state' THEN
		IF NOT organizer.quasi_state THEN
			PERFORM peer.refuse('r08_quasi_state', 'The organizer is no quasi-state entity.');
		ELSIF NOT EXISTS (SELECT FROM secretxfer.affiliations f WHERE f.party = contractor.idn
			AND f.quasi_state = organizer.idn
			AND (f.since <= day) IS NOT FALSE AND (f.until >= day) IS NOT FALSE) THEN
			PERFORM peer.refuse('r08_affiliated', 'The contractor is no affiliate.');
		END IF;
		RETURN;
	ELSIF contractor.kind = 'citizen' THEN
		PERFORM peer.refuse('r08_provider_serves_organization', 'A citizen has no permit to mark.');
	ELSIF organizer.kind <> 'organization' OR organizer.idn = contractor.idn THEN
		PERFORM peer.refuse('r08_provider_other_organization', 'The provider is no other organisation.');
	ELSIF lower(btrim(organizer.settlement)) <> lower(btrim(contractor.settlement)) THEN
		PERFORM peer.refuse('r08_provider_settlement', 'The provider is settled elsewhere.');
	ELSIF organizer.foreign_participation THEN
		PERFORM peer.refuse('r08_provider_foreign_participation', 'The provider has foreign participation.');
	ELSIF (organizer.state_share = 100) IS NOT TRUE THEN
		PERFORM peer.refuse('r08_provider_state_owned', 'The provider is not owned by the state.');
	ELSIF peer.is_blank(organizer.protection_mandate) THEN
		PERFORM peer.refuse('r08_provider_mandate', 'The provider has no mandate.');
	ELSIF peer.is_blank(arrangement.service_contract_no)
		OR (service_contract <= arrangement.arranged_on) IS NOT TRUE THEN
		PERFORM peer.refuse('r08_service_contract', 'The service contract is not stated.');
	ELSIF is_transfer AND (SELECT count(*) FROM secretxfer.permits p
		WHERE peer.in_force(p.issued_on, p.valid_until, p.revoked_on, day)
			AND (p.permit_no = arrangement.contractor_permit_no AND p.holder = contractor.idn
					AND arrangement.contractor_permit_marked_on <= day
				OR p.permit_no = arrangement.provider_permit_no AND p.holder = organizer.idn
					AND arrangement.provider_permit_marked_on <= day)) < 2 THEN
		PERFORM peer.refuse('r08_permits_marked', 'The service is not marked in both permits.');
	ELSIF is_transfer AND (SELECT count(DISTINCT n.kind) FROM secretxfer.notices n
		WHERE n.case_no = facts.case_no AND n.kind IN ('courier_service', 'postal_service')
			AND n.sent_on BETWEEN service_contract AND day) < 2 THEN
		PERFORM peer.refuse('r08_service_notices', 'The courier and the postal service were not notified.');
	END IF;
END
$$;

----------------------------------------------------------------------------------------------
-- Carriers and cases
----------------------------------------------------------------------------------------------

CREATE FUNCTION peer.carrier() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	disposes boolean;
BEGIN
	IF TG_OP <> 'INSERT' THEN
		IF EXISTS (SELECT FROM secretxfer.request_items i JOIN secretxfer.decisions d USING (case_no, request_no)
				WHERE i.carrier_id = OLD.carrier_id)
			OR EXISTS (SELECT FROM secretxfer.handovers h WHERE h.carrier_id = OLD.carrier_id)
			OR EXISTS (SELECT FROM secretxfer.carrier_marks m WHERE m.carrier_id = OLD.carrier_id)
			OR (TG_OP = 'DELETE' OR NEW.carrier_id <> OLD.carrier_id)
				AND EXISTS (SELECT FROM secretxfer.request_items i WHERE i.carrier_id = OLD.carrier_id) THEN
			PERFORM peer.refuse('r00_settled', 'A later entry relies on the carrier.');
		END IF;
		IF TG_OP = 'DELETE' THEN
			RETURN OLD;
		END IF;
	END IF;
	IF peer.is_blank(NEW.title) OR NEW.mark IS NULL OR peer.is_blank(NEW.account_no) OR peer.is_blank(NEW.copy_no)
		OR NEW.kind = 'document' AND NEW.sheets IS NULL THEN
		PERFORM peer.refuse('r04_carrier_data', 'The description of the carrier is not complete.');
	ELSIF NEW.sheets <= 0 THEN
		PERFORM peer.refuse('r00_value_range', 'The number of sheets is not positive.');
	ELSIF peer.is_malformed(NEW.account_no) OR peer.is_malformed(NEW.copy_no) THEN
		PERFORM peer.refuse('r00_key_form', 'A number is not what it looks like.');
	ELSIF NEW.registered_on NOT BETWEEN '1991-12-16' AND peer.today() THEN
		PERFORM peer.require_dates(NEW.registered_on, NEW.registered_on);
	END IF;
	SELECT disposes_of_secrets INTO disposes FROM secretxfer.parties WHERE idn = NEW.owner FOR SHARE;
	IF NOT disposes AND NOT EXISTS (SELECT FROM secretxfer.disposal_successions
			WHERE body = NEW.owner AND carrier_id IS NULL) THEN
		PERFORM peer.refuse('r03_owner_disposes', 'The owner does not dispose of state secrets.');
	END IF;
	IF TG_OP = 'INSERT' THEN
		NEW.recorded_at := clock_timestamp();
		NEW.recorded_by := current_user;
		NEW.entry_id := nextval('secretxfer.entry_ids');
	ELSE
		NEW.changed_at := clock_timestamp();
		NEW.changed_by := current_user;
	END IF;
	RETURN NEW;
END
$$;
CREATE TRIGGER enter BEFORE INSERT OR UPDATE
	OR DELETE ON secretxfer.carriers FOR EACH ROW EXECUTE FUNCTION peer.carrier();

CREATE FUNCTION peer.new_case() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	customer_kind secretxfer.party_kind;
	contractor_kind secretxfer.party_kind;
BEGIN
	IF NEW.customer IS NULL OR NEW.contractor IS NULL OR peer.is_blank(NEW.subject)
		OR peer.is_blank(NEW.works_settlement)
		OR NEW.opened_on IS NULL OR peer.is_blank(NEW.case_no) THEN
		PERFORM peer.refuse('r00_mandatory', 'A mandatory field is missing.');
	ELSIF peer.is_malformed(NEW.case_no) OR peer.is_malformed(NEW.printed_no) THEN
		PERFORM peer.refuse('r00_key_form', 'A number is not what it looks like.');
	ELSIF least(NEW.opened_on, NEW.closed_on) < '1991-12-16' OR greatest(NEW.opened_on,
		NEW.closed_on) > peer.today() THEN
		PERFORM peer.require_dates(least(NEW.opened_on, NEW.closed_on), greatest(NEW.opened_on, NEW.closed_on));
	ELSIF NEW.closed_on < NEW.opened_on THEN
		PERFORM peer.refuse('r00_date_order', 'The case is closed before it is opened.');
	ELSIF NEW.customer = NEW.contractor THEN
		PERFORM peer.refuse('r02_parties_differ', 'Nobody orders works from itself.');
	ELSIF NEW.information_system_service <> (NEW.system_mark IS NOT NULL) THEN
		PERFORM peer.refuse('r06_system_mark', 'A serviced system, and nothing else, has a mark.');
	END IF;
	SELECT u.kind, c.kind INTO customer_kind, contractor_kind
	FROM secretxfer.parties u JOIN secretxfer.parties c ON c.idn = NEW.contractor
	WHERE u.idn = NEW.customer FOR SHARE;
	IF customer_kind = 'citizen' THEN
		PERFORM peer.refuse('r02_customer_kind', 'A citizen orders no works.');
	ELSIF contractor_kind = 'state_body' THEN
		PERFORM peer.refuse('r02_contractor_kind', 'A state body performs no works.');
	ELSIF EXISTS (SELECT FROM secretxfer.party_changes WHERE party IN (NEW.customer, NEW.contractor)
			AND kind = 'liquidation' AND effective_on <= NEW.opened_on
				AND (called_off_on > NEW.opened_on) IS NOT FALSE) THEN
		PERFORM peer.refuse('r10_party_liquidated', 'A party is in liquidation.');
	END IF;
	IF NEW.printed_no IS NULL THEN
		NEW.printed_no := NEW.case_no;
	END IF;
	NEW.recorded_at := clock_timestamp();
	NEW.recorded_by := current_user;
	NEW.entry_id := nextval('secretxfer.entry_ids');
	RETURN NEW;
END
$$;
CREATE TRIGGER enter BEFORE INSERT ON secretxfer.cases FOR EACH ROW EXECUTE FUNCTION peer.new_case();

CREATE FUNCTION peer.changed_case() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	known record;
BEGIN
	IF TG_OP = 'UPDATE' AND OLD.closed_on IS NULL AND NEW.closed_on IS NOT NULL
		AND (NEW.case_no, NEW.customer, NEW.contractor, NEW.subject, NEW.works_settlement, NEW.opened_on)
			= (OLD.case_no, OLD.customer, OLD.contractor, OLD.subject, OLD.works_settlement, OLD.opened_on) THEN
		IF NEW.closed_on NOT BETWEEN '1991-12-16' AND peer.today() THEN
			PERFORM peer.require_dates(NEW.closed_on, NEW.closed_on);
		ELSIF NEW.closed_on < NEW.opened_on THEN
			PERFORM peer.refuse('r00_date_order', 'The case is closed before it is opened.');
		END IF;
		PERFORM FROM secretxfer.parties WHERE idn = NEW.contractor FOR SHARE;
		-- greatest() leaves out what is null: a day that has not come.
		SELECT
			EXISTS (SELECT FROM secretxfer.requests r
					WHERE r.case_no = NEW.case_no AND greatest(r.sent_on, r.received_on,
						r.withdrawn_on) > NEW.closed_on)
				OR EXISTS (SELECT FROM secretxfer.decisions d
					WHERE d.case_no = NEW.case_no AND greatest(d.sent_on, d.withdrawn_on) > NEW.closed_on)
				OR EXISTS (SELECT FROM secretxfer.contracts c WHERE c.case_no = NEW.case_no
					AND c.concluded_on > NEW.closed_on)
				OR EXISTS (SELECT FROM secretxfer.contract_items i WHERE i.case_no = NEW.case_no
					AND i.annexed_on > NEW.closed_on)
				OR EXISTS (SELECT FROM secretxfer.contract_amendments a
					WHERE a.case_no = NEW.case_no AND a.concluded_on > NEW.closed_on)
				OR EXISTS (SELECT FROM secretxfer.notices n WHERE n.case_no = NEW.case_no
					AND n.sent_on > NEW.closed_on)
				OR EXISTS (SELECT FROM secretxfer.protections p WHERE p.case_no = NEW.case_no
					AND p.arranged_on > NEW.closed_on)
				OR EXISTS (SELECT FROM secretxfer.handovers h
					WHERE h.case_no = NEW.case_no AND greatest(h.handed_on, h.returned_on,
						h.written_off_on) > NEW.closed_on)
				OR EXISTS (SELECT FROM secretxfer.suspensions s
					WHERE s.case_no = NEW.case_no AND greatest(s.suspended_on, s.lifted_on) > NEW.closed_on)
				OR EXISTS (SELECT FROM secretxfer.annulments a WHERE a.case_no = NEW.case_no
					AND greatest(a.raised_on, a.order_annulled_on, a.rejected_on) > NEW.closed_on)
				OR EXISTS (SELECT FROM secretxfer.supplements s WHERE s.case_no = NEW.case_no
					AND s.concluded_on > NEW.closed_on)
				OR EXISTS (SELECT FROM secretxfer.protection_measures m
					WHERE m.case_no = NEW.case_no AND m.taken_on > NEW.closed_on) AS later_step,
			EXISTS (SELECT FROM secretxfer.system_accesses a WHERE a.case_no = NEW.case_no AND a.ended_on IS NULL)
				OR EXISTS (SELECT FROM secretxfer.handovers h WHERE h.case_no = NEW.case_no
					AND h.returned_on IS NULL AND h.written_off_on IS NULL
					AND (SELECT m.mark IS NOT NULL FROM secretxfer.carrier_marks m
						WHERE m.carrier_id = h.carrier_id AND m.marked_on <= NEW.closed_on
						ORDER BY m.marked_on DESC LIMIT 1) IS NOT FALSE) AS outstanding,
			EXISTS (SELECT FROM secretxfer.party_changes c WHERE c.party = NEW.contractor
				AND c.effective_on <= NEW.closed_on AND (c.case_no = NEW.case_no) IS NOT FALSE
				AND (c.kind = 'liquidation' OR c.effective_on >= NEW.opened_on)
				AND (c.called_off_on > NEW.closed_on) IS NOT FALSE
				AND EXISTS (SELECT FROM secretxfer.handovers h WHERE h.case_no = NEW.case_no
					AND coalesce(h.returned_on, h.written_off_on, 'infinity') > c.effective_on)
				AND NOT EXISTS (SELECT FROM secretxfer.protection_measures m WHERE m.case_no = NEW.case_no
					AND m.party = c.party AND m.change_no = c.change_no
						AND m.taken_on <= NEW.closed_on)) AS unprotected
		INTO known;
		IF known.later_step THEN
			PERFORM peer.refuse('r00_date_order', 'The case is closed before one of its steps.');
		ELSIF known.outstanding THEN
			PERFORM peer.refuse('r10_all_returned', 'Something is still out.');
		ELSIF known.unprotected THEN
			PERFORM peer.refuse('r10_measures_taken', 'The measures of protection are missing.');
		END IF;
	ELSIF TG_OP = 'UPDATE' AND OLD.closed_on IS NOT NULL AND NEW.closed_on IS DISTINCT FROM OLD.closed_on THEN
		PERFORM peer.refuse('r00_set_once', 'The day of the closing is set once.');
	ELSIF OLD.closed_on IS NOT NULL
		OR EXISTS (SELECT FROM secretxfer.requests WHERE case_no = OLD.case_no)
		OR EXISTS (SELECT FROM secretxfer.notices WHERE case_no = OLD.case_no)
		OR EXISTS (SELECT FROM secretxfer.protections WHERE case_no = OLD.case_no)
		OR EXISTS (SELECT FROM secretxfer.violations WHERE case_no = OLD.case_no)
		OR EXISTS (SELECT FROM secretxfer.supplements WHERE case_no = OLD.case_no) THEN
		PERFORM peer.refuse('r00_settled', 'A later entry relies on the case.');
	END IF;
	IF TG_OP = 'DELETE' THEN
		RETURN OLD;
	END IF;
	NEW.changed_at := clock_timestamp();
	NEW.changed_by := current_user;
	RETURN NEW;
END
$$;
CREATE TRIGGER change BEFORE UPDATE OR DELETE ON secretxfer.cases FOR EACH ROW EXECUTE FUNCTION peer.changed_case();

----------------------------------------------------------------------------------------------
-- The request and its list
----------------------------------------------------------------------------------------------

CREATE FUNCTION peer.new_request() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	facts secretxfer.cases;
	contractor_kind secretxfer.party_kind;
	known record;
BEGIN
	SELECT c.* INTO facts FROM secretxfer.cases c WHERE c.case_no = NEW.case_no FOR NO KEY UPDATE;
	IF NOT FOUND THEN
		PERFORM peer.refuse('r00_reference', 'There is no such case.');
	END IF;
	SELECT kind INTO contractor_kind FROM secretxfer.parties WHERE idn = facts.contractor FOR SHARE;
	IF peer.is_blank(NEW.request_no) OR NEW.authority IS NULL OR NEW.sent_on IS NULL THEN
		PERFORM peer.refuse('r00_mandatory', 'A mandatory field is missing.');
	ELSIF peer.is_malformed(NEW.request_no) OR peer.is_malformed(NEW.printed_no) THEN
		PERFORM peer.refuse('r00_key_form', 'A number is not what it looks like.');
	ELSIF least(NEW.sent_on, NEW.received_on, NEW.withdrawn_on) < '1991-12-16'
		OR greatest(NEW.sent_on, NEW.received_on, NEW.withdrawn_on) > peer.today() THEN
		PERFORM peer.require_dates(least(NEW.sent_on, NEW.received_on, NEW.withdrawn_on),
			greatest(NEW.sent_on, NEW.received_on, NEW.withdrawn_on));
	ELSIF NEW.received_on < NEW.sent_on OR NEW.withdrawn_on < NEW.sent_on OR NEW.sent_on < facts.opened_on THEN
		PERFORM peer.refuse('r00_date_order', 'The steps do not follow each other.');
	ELSIF facts.closed_on IS NOT NULL THEN
		PERFORM peer.refuse('r00_case_open', 'The case is closed.');
	ELSIF peer.is_blank(NEW.justification) THEN
		PERFORM peer.refuse('r04_justification', 'The justification is missing.');
	ELSIF (NEW.transfer_from <= NEW.transfer_until) IS NOT TRUE THEN
		PERFORM peer.refuse('r04_transfer_period', 'The period of the transfer is not stated.');
	ELSIF peer.is_blank(NEW.draft_contract) THEN
		PERFORM peer.refuse('r04_draft_contract', 'The draft contract is not named.');
	ELSIF NEW.information_statement IS NOT NULL AND NOT facts.information_system_service THEN
		PERFORM peer.refuse('r06_information_system', 'The case services no system.');
	END IF;
	SELECT a.disposes_of_secrets,
		CASE contractor_kind WHEN 'citizen'
			THEN NEW.clearance_no IS NOT NULL AND NEW.permit_no IS NULL AND (SELECT c.party = facts.contractor
				AND peer.in_force(c.issued_on, c.valid_until, c.revoked_on, NEW.sent_on)
				FROM secretxfer.clearances c WHERE c.clearance_no = NEW.clearance_no)
			ELSE (SELECT p.holder = facts.contractor AND peer.in_force(p.issued_on, p.valid_until, p.revoked_on,
				NEW.sent_on)
				FROM secretxfer.permits p WHERE p.permit_no = NEW.permit_no) END AS authorised,
		EXISTS (SELECT FROM secretxfer.disposal_successions WHERE body = NEW.authority) AS passed_on,
		EXISTS (SELECT FROM secretxfer.party_changes WHERE party = NEW.authority)
			AND peer.in_liquidation(NEW.authority, NEW.sent_on)
			AS addressee_ends,
		EXISTS (SELECT FROM secretxfer.party_changes WHERE party = facts.contractor)
			AND peer.in_liquidation(facts.contractor, NEW.sent_on)
			AS contractor_ends,
		EXISTS (SELECT FROM secretxfer.party_changes WHERE party = facts.customer) AS customer_changes
	INTO known FROM secretxfer.parties a WHERE a.idn = NEW.authority FOR SHARE OF a;
	IF NOT known.disposes_of_secrets
		OR known.passed_on AND peer.body_on(NEW.authority, NULL, '-infinity', NEW.sent_on) <> NEW.authority THEN
		PERFORM peer.refuse('r04_addressee', 'The addressee does not dispose of state secrets.');
	ELSIF known.addressee_ends THEN
		PERFORM peer.refuse('r04_addressee_exists', 'The addressee is in liquidation.');
	ELSIF known.authorised IS NOT TRUE THEN
		PERFORM peer.refuse('r04_authorization', 'The contractor is not authorised on that day.');
	ELSIF known.contractor_ends
		OR known.customer_changes AND peer.in_liquidation((peer.succession(facts, NEW.sent_on)).customer,
			NEW.sent_on) THEN
		PERFORM peer.refuse('r10_party_liquidated', 'A party is in liquidation.');
	END IF;
	IF NEW.printed_no IS NULL THEN
		NEW.printed_no := NEW.request_no;
	END IF;
	NEW.answered := false;
	NEW.recorded_at := clock_timestamp();
	NEW.recorded_by := current_user;
	NEW.entry_id := nextval('secretxfer.entry_ids');
	RETURN NEW;
END
$$;
CREATE TRIGGER enter BEFORE INSERT ON secretxfer.requests FOR EACH ROW EXECUTE FUNCTION peer.new_request();

-- A request that is entered as received gets its list before the transaction ends.
CREATE FUNCTION peer.require_list() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM secretxfer.request_items WHERE case_no = NEW.case_no AND request_no = NEW.request_no)
		AND EXISTS (SELECT FROM secretxfer.requests WHERE case_no = NEW.case_no AND request_no = NEW.request_no
			AND received_on IS NOT NULL AND information_statement IS NULL) THEN
		PERFORM peer.refuse('r04_list_not_empty', 'The request lists no carrier.');
	END IF;
	RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER list AFTER INSERT ON secretxfer.requests DEFERRABLE INITIALLY DEFERRED
	FOR EACH ROW WHEN (NEW.received_on IS NOT NULL) EXECUTE FUNCTION peer.require_list();

CREATE FUNCTION peer.changed_request() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	facts secretxfer.cases;
	is_settled boolean;
BEGIN
	-- The answer's trigger writes the mark.
	IF TG_OP = 'UPDATE' AND NEW.answered <> OLD.answered AND pg_trigger_depth() > 1 THEN
		RETURN NEW;
	END IF;
	SELECT c.* INTO facts FROM secretxfer.cases c WHERE c.case_no = OLD.case_no FOR NO KEY UPDATE;
	is_settled := facts.closed_on IS NOT NULL OR OLD.answered
		OR (OLD.received_on IS NOT NULL OR OLD.withdrawn_on IS NOT NULL) AND OLD.recorded_at < now();
	IF TG_OP = 'DELETE' THEN
		IF is_settled OR EXISTS (SELECT FROM secretxfer.request_items WHERE case_no = OLD.case_no
			AND request_no = OLD.request_no) THEN
			PERFORM peer.refuse('r00_settled', 'A later entry relies on the request.');
		END IF;
		RETURN OLD;
	END IF;
	NEW.answered := OLD.answered;
	IF NEW.received_on IS DISTINCT FROM OLD.received_on OR NEW.withdrawn_on IS DISTINCT FROM OLD.withdrawn_on THEN
		IF greatest(NEW.received_on, NEW.withdrawn_on) > peer.today() THEN
			PERFORM peer.require_dates(NULL, greatest(NEW.received_on, NEW.withdrawn_on));
		ELSIF NEW.received_on < NEW.sent_on OR NEW.withdrawn_on < NEW.sent_on THEN
			PERFORM peer.refuse('r00_date_order', 'The steps do not follow each other.');
		ELSIF facts.closed_on IS NOT NULL AND NEW.withdrawn_on IS DISTINCT FROM OLD.withdrawn_on THEN
			PERFORM peer.refuse('r00_case_open', 'The case is closed.');
		ELSIF OLD.received_on IS NOT NULL AND NEW.received_on IS DISTINCT FROM OLD.received_on
				AND (NEW.received_on IS NULL OR OLD.answered)
			OR OLD.withdrawn_on IS NOT NULL AND NEW.withdrawn_on IS DISTINCT FROM OLD.withdrawn_on THEN
			PERFORM peer.refuse('r00_set_once', 'The day is set once.');
		ELSIF NEW.withdrawn_on IS NOT NULL AND OLD.withdrawn_on IS NULL AND OLD.answered
			OR NEW.received_on IS DISTINCT FROM OLD.received_on AND OLD.withdrawn_on IS NOT NULL
				AND OLD.received_on IS NOT NULL THEN
			PERFORM peer.refuse('r04_taken_back', 'The request is answered.');
		ELSIF NEW.received_on IS NOT NULL THEN
			PERFORM FROM secretxfer.parties WHERE idn = NEW.authority FOR SHARE;
			IF EXISTS (SELECT FROM secretxfer.party_changes WHERE party = NEW.authority) AND peer.in_liquidation(
					peer.body_on(NEW.authority, NULL, NEW.sent_on + 1, NEW.received_on), NEW.received_on) THEN
				PERFORM peer.refuse('r04_addressee_exists', 'The addressee is in liquidation.');
			ELSIF OLD.received_on IS NULL AND NEW.information_statement IS NULL
				AND NOT EXISTS (SELECT FROM secretxfer.request_items
					WHERE case_no = NEW.case_no AND request_no = NEW.request_no) THEN
				PERFORM peer.refuse('r04_list_not_empty', 'The request lists no carrier.');
			END IF;
		END IF;
	END IF;
	IF (NEW.case_no, NEW.request_no, NEW.authority, NEW.sent_on, NEW.justification, NEW.transfer_from,
		NEW.transfer_until,
			NEW.permit_no, NEW.clearance_no, NEW.draft_contract, NEW.information_statement) IS DISTINCT FROM
		(OLD.case_no, OLD.request_no, OLD.authority, OLD.sent_on, OLD.justification, OLD.transfer_from,
			OLD.transfer_until,
			OLD.permit_no, OLD.clearance_no, OLD.draft_contract, OLD.information_statement) AND is_settled THEN
		PERFORM peer.refuse('r00_settled', 'The request was received.');
	END IF;
	NEW.changed_at := clock_timestamp();
	NEW.changed_by := current_user;
	RETURN NEW;
END
$$;
CREATE TRIGGER change BEFORE UPDATE
	OR DELETE ON secretxfer.requests FOR EACH ROW EXECUTE FUNCTION peer.changed_request();

CREATE FUNCTION peer.list_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	line secretxfer.request_items := coalesce(NEW, OLD);
	closed_on date;
	request record;
BEGIN
	SELECT c.closed_on INTO closed_on FROM secretxfer.cases c WHERE c.case_no = line.case_no FOR NO KEY UPDATE;
	-- What was entered since the transaction began is taken for its own, and still open.
	SELECT answered, received_on IS NOT NULL OR withdrawn_on IS NOT NULL AS is_closed,
		recorded_at >= now() AS is_own
	INTO request FROM secretxfer.requests WHERE case_no = line.case_no AND request_no = line.request_no;
	IF closed_on IS NOT NULL THEN
		PERFORM peer.refuse(CASE TG_OP WHEN 'INSERT' THEN 'r00_case_open' ELSE 'r00_settled' END,
			'The case is closed.');
	ELSIF request.answered OR request.is_closed AND NOT request.is_own THEN
		PERFORM peer.refuse(CASE TG_OP WHEN 'INSERT' THEN 'r04_list_before_receipt' ELSE 'r00_settled' END,
			'The list was received.');
	ELSIF TG_OP = 'DELETE' THEN
		RETURN OLD;
	ELSIF NEW.item_no <= 0 THEN
		PERFORM peer.refuse('r00_value_range', 'The number of the line is not positive.');
	END IF;
	PERFORM FROM secretxfer.carriers WHERE carrier_id = NEW.carrier_id FOR SHARE;
	IF TG_OP = 'INSERT' THEN
		NEW.recorded_at := clock_timestamp();
		NEW.recorded_by := current_user;
		NEW.entry_id := nextval('secretxfer.entry_ids');
	ELSE
		NEW.changed_at := clock_timestamp();
		NEW.changed_by := current_user;
	END IF;
	RETURN NEW;
END
$$;
CREATE TRIGGER enter BEFORE INSERT OR UPDATE
	OR DELETE ON secretxfer.request_items FOR EACH ROW EXECUTE FUNCTION peer.list_line();

----------------------------------------------------------------------------------------------
-- The answer
----------------------------------------------------------------------------------------------

-- The tenth working day after a day.
CREATE FUNCTION peer.last_day_of_answer(received_on date) RETURNS date STABLE LANGUAGE plpgsql AS $$
BEGIN
	RETURN (
		SELECT d.day FROM (SELECT received_on + n AS day FROM generate_series(1, 45) AS n) AS d
		LEFT JOIN secretxfer.calendar_days c ON c.day = d.day
		WHERE coalesce(c.working, extract(isodow FROM d.day) < 6)
		ORDER BY d.day OFFSET 9 LIMIT 1);
END
$$;

CREATE FUNCTION peer.answer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	answer secretxfer.decisions := coalesce(NEW, OLD);
	closed_on date;
	request record;
	body text;
	lines int[];
BEGIN
	SELECT c.closed_on INTO closed_on FROM secretxfer.cases c WHERE c.case_no = answer.case_no FOR NO KEY UPDATE;
	IF TG_OP = 'UPDATE' AND NEW.withdrawn_on IS NOT NULL AND OLD.withdrawn_on IS NULL THEN
		IF NEW.outcome <> 'permitted' OR peer.is_blank(NEW.withdrawal_reasons) THEN
			PERFORM peer.refuse('r07_withdrawal', 'A permission is withdrawn for reasons.');
		ELSIF NEW.withdrawn_on < NEW.sent_on THEN
			PERFORM peer.refuse('r00_date_order', 'The permission is withdrawn before it was sent.');
		END IF;
		NEW.changed_at := clock_timestamp();
		NEW.changed_by := current_user;
		RETURN NEW;
	ELSIF TG_OP = 'UPDATE' AND closed_on IS NOT NULL THEN
		PERFORM peer.refuse('r00_case_open', 'The case is closed.');
	ELSIF TG_OP <> 'INSERT' AND (closed_on IS NOT NULL OR OLD.withdrawn_on IS NOT NULL
		OR EXISTS (SELECT FROM secretxfer.contract_items i WHERE i.case_no = OLD.case_no
			AND i.request_no = OLD.request_no)
		OR OLD.outcome = 'permitted' AND EXISTS (SELECT FROM secretxfer.contracts k
			WHERE k.case_no = OLD.case_no AND k.concluded_on >= OLD.sent_on)) THEN
		PERFORM peer.refuse('r00_settled', 'A later entry relies on the answer.');
	ELSIF TG_OP = 'DELETE' THEN
		UPDATE secretxfer.requests SET answered = false WHERE case_no = OLD.case_no AND request_no = OLD.request_no;
		RETURN OLD;
	END IF;
	IF peer.is_blank(NEW.decision_no) OR NEW.sent_on IS NULL OR NEW.outcome IS NULL THEN
		PERFORM peer.refuse('r00_mandatory', 'A mandatory field is missing.');
	ELSIF NEW.sent_on NOT BETWEEN '1991-12-16' AND peer.today() THEN
		PERFORM peer.require_dates(NEW.sent_on, NEW.sent_on);
	ELSIF closed_on IS NOT NULL THEN
		PERFORM peer.refuse('r00_case_open', 'The case is closed.');
	ELSIF peer.is_blank(NEW.signed_by) OR NEW.signed_as IS NULL THEN
		PERFORM peer.refuse('r05_signature', 'The answer is not signed.');
	ELSIF NEW.outcome = 'refused' AND peer.is_blank(NEW.reasons) THEN
		PERFORM peer.refuse('r05_reasons', 'The refusal gives no reasons.');
	END IF;
	SELECT r.authority, r.sent_on, r.received_on, r.withdrawn_on, peer.last_day_of_answer(r.received_on) AS due_on,
		EXISTS (SELECT FROM secretxfer.calendar_years y WHERE y.year = extract(year FROM r.received_on)) AS is_known,
		EXISTS (SELECT FROM secretxfer.disposal_successions s WHERE s.body = r.authority) AS passed_on,
		r.information_statement IS NOT NULL OR EXISTS (SELECT FROM secretxfer.request_items i
			WHERE i.case_no = r.case_no AND i.request_no = r.request_no) AS lists
	INTO request FROM secretxfer.requests r JOIN secretxfer.parties a ON a.idn = r.authority
	WHERE r.case_no = NEW.case_no AND r.request_no = NEW.request_no FOR SHARE OF a;
	body := CASE WHEN request.passed_on THEN peer.body_on(request.authority, NULL, request.sent_on + 1, NEW.sent_on)
		ELSE request.authority END;
	IF (request.received_on <= NEW.sent_on) IS NOT TRUE THEN
		PERFORM peer.refuse('r05_received_first', 'The request was not received by then.');
	ELSIF NOT request.lists THEN
		PERFORM peer.refuse('r04_list_not_empty', 'The request lists no carrier.');
	ELSIF request.withdrawn_on IS NOT NULL THEN
		PERFORM peer.refuse('r05_request_stands', 'The request was taken back.');
	ELSIF EXISTS (SELECT FROM secretxfer.party_changes WHERE party = body) AND peer.in_liquidation(body,
		NEW.sent_on) THEN
		PERFORM peer.refuse('r05_body_exists', 'The body is in liquidation.');
	ELSIF NOT request.is_known OR extract(year FROM request.due_on) <> extract(year FROM request.received_on)
		AND NOT EXISTS (SELECT FROM secretxfer.calendar_years WHERE year = extract(year FROM request.due_on)) THEN
		PERFORM peer.refuse('r05_calendar_known', 'The calendar does not reach so far.');
	ELSIF NEW.sent_on > request.due_on AND peer.is_blank(NEW.late_reason) THEN
		PERFORM peer.refuse('r05_in_time', 'The answer is late without a reason.');
	ELSIF NEW.excluded_items IS NOT NULL THEN
		lines := ARRAY(SELECT item_no FROM secretxfer.request_items WHERE case_no = NEW.case_no
			AND request_no = NEW.request_no);
		IF NOT NEW.excluded_items <@ lines OR NEW.outcome = 'permitted' AND lines <@ NEW.excluded_items
			OR cardinality(NEW.excluded_items) <> (SELECT count(DISTINCT no) FROM unnest(NEW.excluded_items) AS no) THEN
			PERFORM peer.refuse('r05_excluded_items', 'Lines of the list are left out once, and not all.');
		END IF;
	END IF;
	NEW.due_on := request.due_on;
	IF TG_OP = 'INSERT' THEN
		UPDATE secretxfer.requests SET answered = true WHERE case_no = NEW.case_no AND request_no = NEW.request_no;
		NEW.recorded_at := clock_timestamp();
		NEW.recorded_by := current_user;
		NEW.entry_id := nextval('secretxfer.entry_ids');
	ELSE
		NEW.changed_at := clock_timestamp();
		NEW.changed_by := current_user;
	END IF;
	RETURN NEW;
END
$$;
CREATE TRIGGER enter BEFORE INSERT OR UPDATE
	OR DELETE ON secretxfer.decisions FOR EACH ROW EXECUTE FUNCTION peer.answer();

----------------------------------------------------------------------------------------------
-- The contract and its annex
----------------------------------------------------------------------------------------------

CREATE FUNCTION peer.contract() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	contract secretxfer.contracts := coalesce(NEW, OLD);
	facts secretxfer.cases;
	contractor_kind secretxfer.party_kind;
	known record;
BEGIN
	SELECT c.* INTO facts FROM secretxfer.cases c WHERE c.case_no = contract.case_no FOR NO KEY UPDATE;
	IF TG_OP <> 'INSERT' THEN
		IF facts.closed_on IS NOT NULL
			OR EXISTS (SELECT FROM secretxfer.notices WHERE case_no = OLD.case_no AND kind = 'contract')
			OR EXISTS (SELECT FROM secretxfer.handovers WHERE case_no = OLD.case_no)
			OR EXISTS (SELECT FROM secretxfer.contract_amendments WHERE case_no = OLD.case_no)
			OR TG_OP = 'DELETE' AND EXISTS (SELECT FROM secretxfer.contract_items WHERE case_no = OLD.case_no) THEN
			PERFORM peer.refuse('r00_settled', 'A later entry relies on the contract.');
		ELSIF TG_OP = 'DELETE' THEN
			RETURN OLD;
		END IF;
	END IF;
	SELECT kind INTO contractor_kind FROM secretxfer.parties WHERE idn = facts.contractor FOR SHARE;
	IF peer.is_blank(NEW.contract_no) OR NEW.concluded_on IS NULL THEN
		PERFORM peer.refuse('r00_mandatory', 'A mandatory field is missing.');
	ELSIF NEW.concluded_on NOT BETWEEN '1991-12-16' AND peer.today() THEN
		PERFORM peer.require_dates(NEW.concluded_on, NEW.concluded_on);
	ELSIF NEW.concluded_on < facts.opened_on THEN
		PERFORM peer.refuse('r00_date_order', 'The contract is older than the case.');
	ELSIF facts.closed_on IS NOT NULL THEN
		PERFORM peer.refuse('r00_case_open', 'The case is closed.');
	ELSIF peer.is_blank(NEW.control_during_works) OR peer.is_blank(NEW.control_after_works)
		OR peer.is_blank(NEW.contractor_liability) THEN
		PERFORM peer.refuse('r06_control_and_liability', 'Control or liability is not stated.');
	ELSIF peer.is_blank(NEW.protection_financing) THEN
		PERFORM peer.refuse('r06_financing', 'The financing is not stated.');
	ELSIF facts.information_system_service <> (NEW.information_statement IS NOT NULL) THEN
		PERFORM peer.refuse(CASE WHEN facts.information_system_service THEN 'r06_information_statement'
			ELSE 'r06_information_system' END, 'A statement is for a serviced system.');
	ELSIF peer.is_blank(NEW.responsible_unit) OR peer.is_blank(NEW.unit_designated_by) THEN
		PERFORM peer.refuse('r06_responsible_unit', 'The unit is not stated.');
	END IF;
	SELECT
		CASE contractor_kind WHEN 'citizen'
			THEN NEW.clearance_no IS NOT NULL AND NEW.permit_no IS NULL AND (SELECT c.party = facts.contractor
				AND peer.in_force(c.issued_on, c.valid_until, c.revoked_on, NEW.concluded_on)
				FROM secretxfer.clearances c WHERE c.clearance_no = NEW.clearance_no)
			ELSE (SELECT p.holder = facts.contractor AND peer.in_force(p.issued_on, p.valid_until, p.revoked_on,
				NEW.concluded_on)
				FROM secretxfer.permits p WHERE p.permit_no = NEW.permit_no) END AS authorised,
		EXISTS (SELECT FROM secretxfer.decisions d JOIN secretxfer.requests r USING (case_no, request_no)
			WHERE d.case_no = NEW.case_no AND d.outcome = 'permitted' AND d.sent_on BETWEEN r.received_on
				AND NEW.concluded_on
				AND (d.withdrawn_on > NEW.concluded_on) IS NOT FALSE
				AND NOT (EXISTS (SELECT FROM secretxfer.party_changes WHERE party = r.authority)
					AND peer.in_liquidation(r.authority, d.sent_on))) AS permitted,
		EXISTS (SELECT FROM secretxfer.party_changes c WHERE c.party = facts.contractor
			AND c.effective_on <= NEW.concluded_on AND (c.called_off_on > NEW.concluded_on) IS NOT FALSE
			AND (c.case_no = NEW.case_no) IS NOT FALSE
			AND (c.kind = 'liquidation' OR c.effective_on >= facts.opened_on)) AS contractor_changed,
		EXISTS (SELECT FROM secretxfer.party_changes WHERE party = facts.contractor)
			AND peer.in_liquidation(facts.contractor, NEW.concluded_on) AS contractor_ends,
		EXISTS (SELECT FROM secretxfer.party_changes WHERE party = facts.customer) AS customer_changes
	INTO known;
	PERFORM FROM secretxfer.parties
	WHERE idn IN (SELECT authority FROM secretxfer.requests WHERE case_no = NEW.case_no) FOR SHARE;
	IF known.authorised IS NOT TRUE THEN
		PERFORM peer.refuse('r06_authorization', 'The contractor is not authorised on that day.');
	ELSIF NOT known.permitted THEN
		PERFORM peer.refuse('r07_permission_first', 'Nothing was permitted by then.');
	ELSIF known.contractor_ends
		OR known.customer_changes AND peer.in_liquidation((peer.succession(facts, NEW.concluded_on)).customer,
			NEW.concluded_on) THEN
		PERFORM peer.refuse('r10_party_liquidated', 'A party is in liquidation.');
	ELSIF known.contractor_changed THEN
		PERFORM peer.refuse('r10_contractor_changed', 'The contractor has changed.');
	END IF;
	IF TG_OP = 'INSERT' THEN
		NEW.recorded_at := clock_timestamp();
		NEW.recorded_by := current_user;
		NEW.entry_id := nextval('secretxfer.entry_ids');
	ELSE
		NEW.changed_at := clock_timestamp();
		NEW.changed_by := current_user;
	END IF;
	RETURN NEW;
END
$$;
CREATE TRIGGER enter BEFORE INSERT OR UPDATE
	OR DELETE ON secretxfer.contracts FOR EACH ROW EXECUTE FUNCTION peer.contract();

CREATE FUNCTION peer.annex_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	line secretxfer.contract_items := coalesce(NEW, OLD);
	closed_on date;
	known record;
BEGIN
	SELECT c.closed_on INTO closed_on FROM secretxfer.cases c WHERE c.case_no = line.case_no FOR NO KEY UPDATE;
	IF TG_OP <> 'INSERT' THEN
		IF closed_on IS NOT NULL
			OR EXISTS (SELECT FROM secretxfer.notices n
				WHERE n.case_no = OLD.case_no AND n.kind = 'contract' AND n.sent_on >= OLD.annexed_on)
			OR EXISTS (SELECT FROM secretxfer.request_items i JOIN secretxfer.handovers h USING (case_no, carrier_id)
				WHERE i.case_no = OLD.case_no AND i.request_no = OLD.request_no AND i.item_no = OLD.item_no) THEN
			PERFORM peer.refuse('r00_settled', 'A later entry relies on the line.');
		ELSIF TG_OP = 'DELETE' THEN
			RETURN OLD;
		END IF;
	END IF;
	SELECT k.concluded_on, i.item_no, r.authority, r.received_on, d.sent_on, d.withdrawn_on, d.outcome,
		d.excluded_items, c.owner, i.carrier_id,
		r.sent_on AS asked_on,
		EXISTS (SELECT FROM secretxfer.disposal_successions s WHERE s.body IN (c.owner, r.authority)) AS passed_on,
		EXISTS (SELECT FROM secretxfer.party_changes p WHERE p.party = r.authority) AS body_changes
	INTO known FROM secretxfer.contracts k
	LEFT JOIN (secretxfer.request_items i
			JOIN secretxfer.requests r USING (case_no, request_no)
			JOIN secretxfer.carriers c USING (carrier_id)
			LEFT JOIN secretxfer.decisions d USING (case_no, request_no))
		ON i.case_no = NEW.case_no AND i.request_no = NEW.request_no AND i.item_no = NEW.item_no
	WHERE k.case_no = NEW.case_no;
	PERFORM FROM secretxfer.parties WHERE idn IN (known.owner, known.authority) FOR SHARE;
	IF NEW.annexed_on IS NULL THEN
		NEW.annexed_on := known.concluded_on;
	END IF;
	IF peer.is_blank(NEW.annex_no) OR NEW.request_no IS NULL OR NEW.item_no IS NULL THEN
		PERFORM peer.refuse('r00_mandatory', 'A mandatory field is missing.');
	ELSIF peer.is_malformed(NEW.annex_no) THEN
		PERFORM peer.refuse('r00_key_form', 'A number is not what it looks like.');
	ELSIF NEW.annexed_on NOT BETWEEN '1991-12-16' AND peer.today() THEN
		PERFORM peer.require_dates(NEW.annexed_on, NEW.annexed_on);
	ELSIF closed_on IS NOT NULL THEN
		PERFORM peer.refuse('r00_case_open', 'The case is closed.');
	ELSIF known.concluded_on IS NULL THEN
		PERFORM peer.refuse('r06_contract_first', 'There is no contract.');
	ELSIF NEW.annexed_on < known.concluded_on THEN
		PERFORM peer.refuse('r06_annex_after_contract', 'The line is older than the contract.');
	ELSIF (known.outcome = 'permitted' AND known.sent_on BETWEEN known.received_on AND NEW.annexed_on
			AND (known.withdrawn_on > NEW.annexed_on) IS NOT FALSE
				AND (known.item_no = ANY (known.excluded_items)) IS NOT TRUE)
		IS NOT TRUE
		OR (CASE WHEN known.passed_on THEN peer.body_on(known.owner, known.carrier_id, '-infinity', known.sent_on)
				<> peer.body_on(known.authority, NULL, known.asked_on + 1, known.sent_on)
			ELSE known.owner <> known.authority END)
		OR known.body_changes AND peer.in_liquidation(peer.body_on(known.authority, NULL, known.asked_on + 1,
			known.sent_on), known.sent_on) THEN
		PERFORM peer.refuse('r07_within_permission', 'No permission covers the line.');
	END IF;
	IF TG_OP = 'INSERT' THEN
		NEW.recorded_at := clock_timestamp();
		NEW.recorded_by := current_user;
		NEW.entry_id := nextval('secretxfer.entry_ids');
	ELSE
		NEW.changed_at := clock_timestamp();
		NEW.changed_by := current_user;
	END IF;
	RETURN NEW;
END
$$;
CREATE TRIGGER enter BEFORE INSERT OR UPDATE
	OR DELETE ON secretxfer.contract_items FOR EACH ROW EXECUTE FUNCTION peer.annex_line();

----------------------------------------------------------------------------------------------
-- Notices and protection
----------------------------------------------------------------------------------------------

CREATE FUNCTION peer.notice() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	notice secretxfer.notices := coalesce(NEW, OLD);
	facts secretxfer.cases;
BEGIN
	SELECT c.* INTO facts FROM secretxfer.cases c WHERE c.case_no = notice.case_no FOR NO KEY UPDATE;
	IF TG_OP <> 'INSERT' THEN
		IF facts.closed_on IS NOT NULL
			OR EXISTS (SELECT FROM secretxfer.handovers WHERE case_no = OLD.case_no AND handed_on >= OLD.sent_on) THEN
			PERFORM peer.refuse('r00_settled', 'A later entry relies on the notice.');
		ELSIF TG_OP = 'DELETE' THEN
			RETURN OLD;
		END IF;
	END IF;
	IF peer.is_blank(NEW.notice_no) OR NEW.kind IS NULL OR peer.is_blank(NEW.recipient) OR NEW.sent_on IS NULL THEN
		PERFORM peer.refuse('r00_mandatory', 'A mandatory field is missing.');
	ELSIF peer.is_malformed(NEW.notice_no) THEN
		PERFORM peer.refuse('r00_key_form', 'A number is not what it looks like.');
	ELSIF NEW.sent_on NOT BETWEEN '1991-12-16' AND peer.today() THEN
		PERFORM peer.require_dates(NEW.sent_on, NEW.sent_on);
	ELSIF NEW.sent_on < facts.opened_on AND NEW.kind NOT IN ('courier_service', 'postal_service') THEN
		PERFORM peer.refuse('r00_date_order', 'The notice is older than the case.');
	ELSIF facts.closed_on IS NOT NULL THEN
		PERFORM peer.refuse('r00_case_open', 'The case is closed.');
	ELSIF NEW.kind = 'contract' THEN
		IF NOT EXISTS (SELECT FROM secretxfer.contracts WHERE case_no = NEW.case_no
			AND concluded_on <= NEW.sent_on) THEN
			PERFORM peer.refuse('r03_notice_after_contract', 'There was no contract by then.');
		ELSIF NOT facts.information_system_service AND NOT EXISTS (SELECT FROM secretxfer.contract_items
				WHERE case_no = NEW.case_no AND annexed_on <= NEW.sent_on) THEN
			PERFORM peer.refuse('r06_annex_first', 'There was no annex by then.');
		END IF;
	ELSIF NEW.kind IN ('courier_service', 'postal_service') THEN
		IF NOT EXISTS (SELECT FROM secretxfer.protections
				WHERE case_no = NEW.case_no AND kind = 'provider' AND service_contract_on <= NEW.sent_on)
			AND NOT EXISTS (SELECT FROM secretxfer.handovers WHERE case_no = NEW.case_no
				AND handed_on >= NEW.sent_on) THEN
			PERFORM peer.refuse('r08_notice_after_service_contract', 'There was no service contract by then.');
		END IF;
	ELSIF (NEW.party IS NULL OR NEW.change_no IS NULL OR NEW.kind = 'succession_authority' AND NEW.authority IS NULL)
		OR NOT EXISTS (SELECT FROM secretxfer.party_changes c WHERE c.party = NEW.party
			AND c.change_no = NEW.change_no
			AND c.effective_on <= NEW.sent_on AND (c.party = facts.customer
				OR EXISTS (SELECT FROM secretxfer.supplements s
				WHERE s.case_no = NEW.case_no AND NEW.party IN (s.party, s.successor)))) THEN
		PERFORM peer.refuse('r10_notice_names_change', 'The notice names no change of the customer.');
	END IF;
	IF TG_OP = 'INSERT' THEN
		NEW.recorded_at := clock_timestamp();
		NEW.recorded_by := current_user;
		NEW.entry_id := nextval('secretxfer.entry_ids');
	ELSE
		NEW.changed_at := clock_timestamp();
		NEW.changed_by := current_user;
	END IF;
	RETURN NEW;
END
$$;
CREATE TRIGGER enter BEFORE INSERT OR UPDATE
	OR DELETE ON secretxfer.notices FOR EACH ROW EXECUTE FUNCTION peer.notice();

CREATE FUNCTION peer.arrangement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	arrangement secretxfer.protections := coalesce(NEW, OLD);
	facts secretxfer.cases;
	contractor secretxfer.parties;
BEGIN
	SELECT c.* INTO facts FROM secretxfer.cases c WHERE c.case_no = arrangement.case_no FOR NO KEY UPDATE;
	IF TG_OP <> 'INSERT' THEN
		IF facts.closed_on IS NOT NULL
			OR EXISTS (SELECT FROM secretxfer.handovers h WHERE h.case_no = OLD.case_no
				AND h.handed_on >= OLD.arranged_on
				AND NOT EXISTS (SELECT FROM secretxfer.protections n WHERE n.case_no = OLD.case_no
					AND n.arranged_on > OLD.arranged_on AND n.arranged_on <= h.handed_on)) THEN
			PERFORM peer.refuse('r00_settled', 'A later entry relies on the arrangement.');
		ELSIF TG_OP = 'DELETE' THEN
			RETURN OLD;
		END IF;
	END IF;
	SELECT p.* INTO contractor FROM secretxfer.parties p WHERE p.idn = facts.contractor FOR SHARE;
	IF NEW.kind IS NULL OR NEW.arranged_on IS NULL THEN
		PERFORM peer.refuse('r00_mandatory', 'A mandatory field is missing.');
	ELSIF NEW.arranged_on NOT BETWEEN '1991-12-16' AND peer.today() THEN
		PERFORM peer.require_dates(NEW.arranged_on, NEW.arranged_on);
	ELSIF NEW.arranged_on < facts.opened_on THEN
		PERFORM peer.refuse('r00_date_order', 'The arrangement is older than the case.');
	ELSIF facts.closed_on IS NOT NULL THEN
		PERFORM peer.refuse('r00_case_open', 'The case is closed.');
	ELSIF NEW.kind = 'contractor' THEN
		IF NEW.organizer <> facts.contractor THEN
			PERFORM peer.refuse('r08_organizer', 'The organizer is not the contractor.');
		ELSIF contractor.kind = 'citizen' THEN
			PERFORM peer.refuse('r08_contractor_has_unit', 'A citizen has no unit.');
		ELSIF contractor.foreign_participation THEN
			PERFORM peer.refuse('r08_contractor_without_foreign_participation', 'Foreigners take part.');
		END IF;
	ELSIF NEW.kind <> 'customer' AND peer.is_blank(NEW.organizer) THEN
		PERFORM peer.refuse('r08_organizer', 'The organizer is not named.');
	ELSE
		PERFORM peer.require_arrangement(facts, contractor, NEW, NEW.arranged_on, false);
	END IF;
	IF TG_OP = 'INSERT' THEN
		NEW.recorded_at := clock_timestamp();
		NEW.recorded_by := current_user;
		NEW.entry_id := nextval('secretxfer.entry_ids');
	ELSE
		NEW.changed_at := clock_timestamp();
		NEW.changed_by := current_user;
	END IF;
	RETURN NEW;
END
$$;
CREATE TRIGGER enter BEFORE INSERT OR UPDATE
	OR DELETE ON secretxfer.protections FOR EACH ROW EXECUTE FUNCTION peer.arrangement();

----------------------------------------------------------------------------------------------
-- The hand-over and the return
----------------------------------------------------------------------------------------------

CREATE FUNCTION peer.handover() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	facts secretxfer.cases;
	contractor secretxfer.parties;
	sides record;
	carrier record;
	cover record;
	known record;
	arrangement secretxfer.protections;
BEGIN
	SELECT c AS facts, p AS contractor INTO sides
	FROM secretxfer.cases c
	JOIN secretxfer.parties p ON p.idn = c.contractor
	JOIN secretxfer.parties u ON u.idn = c.customer
	WHERE c.case_no = NEW.case_no FOR NO KEY UPDATE OF c FOR SHARE OF p, u;
	facts := sides.facts;
	contractor := sides.contractor;
	SELECT k.owner, k.mark, l.party, l.highest_mark, peer.in_force(l.issued_on, l.valid_until, l.revoked_on,
		NEW.handed_on) AS cleared
	INTO carrier
	FROM secretxfer.clearances l
	JOIN secretxfer.carriers k ON k.carrier_id = NEW.carrier_id
	JOIN secretxfer.parties o ON o.idn = k.owner
	WHERE l.clearance_no = NEW.received_by FOR SHARE OF l, o FOR NO KEY UPDATE OF k;
	IF NOT FOUND AND NEW.received_by IS NOT NULL THEN
		PERFORM peer.refuse('r00_reference', 'The person or the carrier is not known.');
	ELSIF NEW.handed_on IS NULL OR NEW.received_by IS NULL OR peer.is_blank(NEW.act_no) THEN
		PERFORM peer.refuse('r00_mandatory', 'A mandatory field is missing.');
	ELSIF peer.is_malformed(NEW.act_no) THEN
		PERFORM peer.refuse('r00_key_form', 'A number is not what it looks like.');
	ELSIF NEW.handed_on < '1991-12-16' OR greatest(NEW.handed_on, NEW.returned_on,
		NEW.written_off_on) > peer.today() THEN
		PERFORM peer.require_dates(NEW.handed_on, greatest(NEW.handed_on, NEW.returned_on, NEW.written_off_on));
	ELSIF least(NEW.returned_on, NEW.written_off_on) < NEW.handed_on OR NEW.handed_on < facts.opened_on THEN
		PERFORM peer.refuse('r00_date_order', 'The steps do not follow each other.');
	ELSIF facts.closed_on IS NOT NULL THEN
		PERFORM peer.refuse('r00_case_open', 'The case is closed.');
	END IF;

	-- The annex lines of the carrier, and what covers each of them.
	SELECT count(*) AS annexed, bool_or(l.permitted) AS permitted, bool_or(l.permitted AND l.in_period) AS in_period,
		bool_or(l.permitted AND l.in_period AND l.notified) AS notified
	INTO cover FROM (
		SELECT (d.outcome = 'permitted' AND d.sent_on BETWEEN r.received_on AND i.annexed_on
				AND (d.withdrawn_on > NEW.handed_on) IS NOT FALSE AND (q.item_no = ANY (d.excluded_items)) IS NOT TRUE
				AND CASE WHEN EXISTS (SELECT FROM secretxfer.disposal_successions s WHERE s.body IN (carrier.owner,
					r.authority))
						THEN peer.body_on(carrier.owner, NEW.carrier_id, '-infinity', d.sent_on)
							= peer.body_on(r.authority, NULL, r.sent_on + 1, d.sent_on)
						ELSE carrier.owner = r.authority END
				AND NOT EXISTS (SELECT FROM secretxfer.party_changes c WHERE c.party = r.authority
					AND c.kind = 'liquidation'
					AND c.effective_on <= d.sent_on
						AND (c.called_off_on > d.sent_on) IS NOT FALSE)) IS TRUE AS permitted,
			NEW.handed_on BETWEEN r.transfer_from AND r.transfer_until AS in_period,
			EXISTS (SELECT FROM secretxfer.notices n WHERE n.case_no = NEW.case_no AND n.kind = 'contract'
				AND n.sent_on BETWEEN i.annexed_on AND NEW.handed_on) AS notified
		FROM secretxfer.request_items q
		JOIN secretxfer.contract_items i USING (case_no, request_no, item_no)
		JOIN secretxfer.requests r USING (case_no, request_no)
		LEFT JOIN secretxfer.decisions d USING (case_no, request_no)
		WHERE q.case_no = NEW.case_no AND q.carrier_id = NEW.carrier_id AND i.annexed_on <= NEW.handed_on) AS l;

	-- Everything else that stands for or against a hand-over of the day.
	SELECT k.concluded_on, m.marked_on, CASE WHEN m.marked_on IS NULL THEN carrier.mark ELSE m.mark END AS mark,
		p.permit_no, p.highest_mark,
		EXISTS (SELECT FROM secretxfer.handovers h WHERE h.carrier_id = NEW.carrier_id
			AND coalesce(h.returned_on, 'infinity') > NEW.handed_on AND (NEW.returned_on <= h.handed_on) IS NOT TRUE
			AND (SELECT c.contractor FROM secretxfer.cases c WHERE c.case_no = h.case_no) <> facts.customer) AS is_out,
		EXISTS (SELECT FROM secretxfer.suspensions s WHERE s.case_no = NEW.case_no AND s.suspended_on <= NEW.handed_on
			AND (s.lifted_on > NEW.handed_on) IS NOT FALSE) AS suspended,
		EXISTS (SELECT FROM secretxfer.annulments a WHERE a.case_no = NEW.case_no
			AND a.order_annulled_on <= NEW.handed_on) AS annulled,
		EXISTS (SELECT FROM secretxfer.party_changes c WHERE c.party = facts.customer) AS customer_changes,
		c.changed AS contractor_changed, c.ended AS contractor_ended
	INTO known FROM (SELECT 1) AS one
	LEFT JOIN secretxfer.contracts k ON k.case_no = NEW.case_no AND k.concluded_on <= NEW.handed_on
	LEFT JOIN LATERAL (SELECT * FROM secretxfer.carrier_marks m WHERE m.carrier_id = NEW.carrier_id
		AND m.marked_on <= NEW.handed_on
		ORDER BY m.marked_on DESC LIMIT 1) AS m ON true
	LEFT JOIN LATERAL (SELECT bool_or(c.effective_on <= NEW.handed_on
		AND (c.called_off_on > NEW.handed_on) IS NOT FALSE
				AND (c.case_no = NEW.case_no) IS NOT FALSE AND (c.kind = 'liquidation'
					OR c.effective_on >= facts.opened_on)) AS changed,
			bool_or(c.kind = 'liquidation' AND c.completed_on IS NOT NULL) AS ended
		FROM secretxfer.party_changes c WHERE c.party = facts.contractor) AS c ON true
	LEFT JOIN LATERAL (SELECT * FROM secretxfer.permits p
		WHERE p.holder = facts.contractor AND peer.in_force(p.issued_on, p.valid_until, p.revoked_on, NEW.handed_on)
		ORDER BY p.highest_mark >= CASE WHEN m.marked_on IS NULL THEN carrier.mark ELSE m.mark END DESC,
			p.permit_no = coalesce((SELECT a.permit_no FROM secretxfer.contract_amendments a WHERE a.case_no = NEW.case_no
				AND a.concluded_on <= NEW.handed_on
					AND a.permit_no IS NOT NULL ORDER BY a.concluded_on DESC LIMIT 1), k.permit_no) DESC,
			p.issued_on DESC, p.permit_no LIMIT 1) AS p ON contractor.kind <> 'citizen';
	SELECT * INTO arrangement FROM secretxfer.protections a
	WHERE a.case_no = NEW.case_no AND a.arranged_on <= NEW.handed_on ORDER BY a.arranged_on DESC LIMIT 1;

	IF known.is_out THEN
		PERFORM peer.refuse('r00_carrier_out', 'The carrier is out.');
	ELSIF cover.permitted AND cover.in_period AND NOT cover.notified THEN
		PERFORM peer.refuse('r03_notice_first', 'No notice of the contract was sent by then.');
	ELSIF known.marked_on IS NOT NULL AND known.mark IS NULL THEN
		PERFORM peer.refuse('r04_no_longer_secret', 'The carrier bears no mark.');
	ELSIF cover.permitted AND NOT cover.in_period THEN
		PERFORM peer.refuse('r04_within_period', 'The day is not within the period.');
	ELSIF known.concluded_on IS NULL THEN
		PERFORM peer.refuse('r06_contract_first', 'There was no contract by then.');
	ELSIF cover.annexed > 0 AND NOT cover.permitted THEN
		PERFORM peer.refuse('r07_within_permission', 'No permission covers the carrier.');
	ELSIF cover.annexed = 0 THEN
		IF NOT EXISTS (SELECT FROM secretxfer.contract_items WHERE case_no = NEW.case_no
			AND annexed_on <= NEW.handed_on) THEN
			PERFORM peer.refuse('r06_annex_first', 'There was no annex by then.');
		END IF;
		PERFORM peer.refuse('r07_within_annex', 'The carrier is not in the annex.');
	ELSIF arrangement.case_no IS NULL THEN
		PERFORM peer.refuse('r08_arrangement_first', 'The protection was not arranged by then.');
	ELSIF arrangement.kind = 'contractor' THEN
		IF contractor.kind = 'citizen' THEN
			PERFORM peer.refuse('r08_contractor_has_unit', 'A citizen has no unit.');
		ELSIF contractor.foreign_participation THEN
			PERFORM peer.refuse('r08_contractor_without_foreign_participation', 'Foreigners take part.');
		END IF;
	ELSE
		PERFORM peer.require_arrangement(facts, contractor, arrangement, NEW.handed_on, true);
	END IF;
	IF known.suspended THEN
		PERFORM peer.refuse('r09_suspended', 'The works are suspended.');
	ELSIF known.annulled THEN
		PERFORM peer.refuse('r09_annulled', 'The order is annulled.');
	ELSIF known.customer_changes THEN
		IF (peer.succession(facts, NEW.handed_on)).open THEN
			PERFORM peer.refuse('r10_customer_changed', 'The customer has changed.');
		ELSIF (peer.succession(facts, NEW.handed_on)).unnotified THEN
			PERFORM peer.refuse('r10_succession_notices', 'A notice of the succession is missing.');
		END IF;
	END IF;
	IF known.contractor_changed THEN
		PERFORM peer.refuse('r10_contractor_changed', 'The contractor has changed.');
	ELSIF known.contractor_ended THEN
		PERFORM peer.refuse('r10_liquidation_completed', 'A liquidation is completed.');
	ELSIF contractor.kind <> 'citizen' AND known.permit_no IS NULL THEN
		PERFORM peer.refuse('r11_permit', 'The contractor has no permit on that day.');
	ELSIF known.highest_mark < known.mark THEN
		PERFORM peer.refuse('r11_permit_degree', 'The permit does not cover the mark.');
	ELSIF carrier.party <> facts.contractor AND (CASE arrangement.kind WHEN 'contractor' THEN true
			WHEN 'customer' THEN carrier.party <> (peer.succession(facts, NEW.handed_on)).customer
			ELSE carrier.party <> arrangement.organizer END) THEN
		PERFORM peer.refuse('r11_receiver', 'The person is a stranger.');
	ELSIF NOT carrier.cleared THEN
		PERFORM peer.refuse('r11_clearance', 'The clearance is not valid on that day.');
	ELSIF carrier.highest_mark < known.mark THEN
		PERFORM peer.refuse('r11_clearance_degree', 'The clearance does not cover the mark.');
	END IF;
	NEW.permit_no := known.permit_no;
	NEW.recorded_at := clock_timestamp();
	NEW.recorded_by := current_user;
	NEW.entry_id := nextval('secretxfer.entry_ids');
	RETURN NEW;
END
$$;
CREATE TRIGGER enter BEFORE INSERT ON secretxfer.handovers FOR EACH ROW EXECUTE FUNCTION peer.handover();

-- An end is set once, and settles the hand-over; what a hand-over is of never changes.
CREATE FUNCTION peer.changed_handover() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	last_holder date;
BEGIN
	IF TG_OP = 'DELETE' THEN
		PERFORM peer.refuse('r00_never_deleted', 'A hand-over is never deleted.');
	END IF;
	PERFORM FROM secretxfer.cases WHERE case_no = OLD.case_no FOR NO KEY UPDATE;
	PERFORM FROM secretxfer.carriers WHERE carrier_id = OLD.carrier_id FOR NO KEY UPDATE;
	IF (NEW.case_no, NEW.carrier_id, NEW.received_by) IS DISTINCT FROM (OLD.case_no, OLD.carrier_id,
		OLD.received_by) THEN
		PERFORM peer.refuse('r00_identity', 'What a hand-over is of never changes.');
	ELSIF (NEW.handed_on, NEW.act_no) IS DISTINCT FROM (OLD.handed_on, OLD.act_no) THEN
		PERFORM peer.refuse('r00_settled', 'Enter another hand-over.');
	ELSIF OLD.returned_on IS NOT NULL AND NEW.returned_on IS DISTINCT FROM OLD.returned_on
		OR OLD.return_act_no IS NOT NULL AND NEW.return_act_no IS DISTINCT FROM OLD.return_act_no
		OR OLD.written_off_on IS NOT NULL AND NEW.written_off_on IS DISTINCT FROM OLD.written_off_on THEN
		PERFORM peer.refuse('r00_set_once', 'The end is set once.');
	ELSIF greatest(NEW.returned_on, NEW.written_off_on) > peer.today() THEN
		PERFORM peer.require_dates(NULL, greatest(NEW.returned_on, NEW.written_off_on));
	ELSIF least(NEW.returned_on, NEW.written_off_on) < NEW.handed_on THEN
		PERFORM peer.refuse('r00_date_order', 'The carrier comes back before it was handed over.');
	ELSIF NEW.written_off_as = 'destroyed' AND NEW.returned_on IS NOT NULL THEN
		PERFORM peer.refuse('r10_destroyed', 'What was destroyed does not come back.');
	ELSIF num_nulls(NEW.written_off_on, NEW.written_off_as, NEW.write_off_act_no) NOT IN (0, 3) THEN
		PERFORM peer.refuse('r10_write_off', 'The write-off is not complete.');
	END IF;
	SELECT max(held_since) INTO last_holder FROM secretxfer.holders WHERE handover = OLD.entry_id;
	IF last_holder > least(NEW.returned_on, NEW.written_off_on) THEN
		PERFORM peer.refuse('r00_date_order', 'The carrier comes back before somebody took it over.');
	-- The contractor that handed it on gets it back first.
	ELSIF EXISTS (SELECT FROM secretxfer.handovers h JOIN secretxfer.cases c USING (case_no)
			WHERE h.carrier_id = NEW.carrier_id AND h.entry_id <> NEW.entry_id AND h.handed_on >= NEW.handed_on
				AND h.handed_on < least(NEW.returned_on, NEW.written_off_on)
				AND coalesce(h.returned_on, 'infinity') > least(NEW.returned_on, NEW.written_off_on)) THEN
		PERFORM peer.refuse('r00_carrier_out', 'The carrier was handed on.');
	END IF;
	NEW.changed_at := clock_timestamp();
	NEW.changed_by := current_user;
	RETURN NEW;
END
$$;
CREATE TRIGGER change BEFORE UPDATE
	OR DELETE ON secretxfer.handovers FOR EACH ROW EXECUTE FUNCTION peer.changed_handover();

----------------------------------------------------------------------------------------------
-- Events that stand against hand-overs: stamped, under the lock of their case or party
----------------------------------------------------------------------------------------------

CREATE FUNCTION peer.event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'DELETE' THEN
		PERFORM peer.refuse('r00_never_deleted', 'An event is never deleted.');
	END IF;
	IF TG_TABLE_NAME = 'party_changes' THEN
		PERFORM FROM secretxfer.parties WHERE idn = NEW.party FOR NO KEY UPDATE;
	ELSIF TG_TABLE_NAME = 'carrier_marks' THEN
		PERFORM FROM secretxfer.carriers WHERE carrier_id = NEW.carrier_id FOR NO KEY UPDATE;
	ELSE
		PERFORM FROM secretxfer.cases WHERE case_no = NEW.case_no FOR NO KEY UPDATE;
	END IF;
	IF TG_OP = 'INSERT' THEN
		NEW.recorded_at := clock_timestamp();
		NEW.recorded_by := current_user;
		NEW.entry_id := nextval('secretxfer.entry_ids');
	ELSE
		NEW.changed_at := clock_timestamp();
		NEW.changed_by := current_user;
	END IF;
	RETURN NEW;
END
$$;
SELECT format('CREATE TRIGGER event BEFORE INSERT OR UPDATE
	OR DELETE ON secretxfer.%I FOR EACH ROW EXECUTE FUNCTION peer.event()', name)
FROM unnest(ARRAY['violations', 'suspensions', 'annulments', 'supplements', 'protection_measures', 'party_changes',
	'carrier_marks']) AS name \gexec

-- printed_no, annexed_on and due_on come from the triggers, not from the defaults of bare.sql.
ALTER TABLE secretxfer.cases ALTER printed_no DROP DEFAULT;
ALTER TABLE secretxfer.requests ALTER printed_no DROP DEFAULT;
ALTER TABLE secretxfer.decisions ALTER due_on DROP DEFAULT;
ALTER TABLE secretxfer.contract_items ALTER annexed_on DROP DEFAULT;
