-- 03_to_07_cover.sql
--
-- Provisions 3(3), 4(4), 6 and 7: what covers a transfer.

CREATE FUNCTION secretxfer.verify_cover() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT 'unlawful'::secretxfer.severity, u.rule, u.entered_in,
		concat_ws(', ', u.case_no, coalesce(u.carrier_id::text, u.clearance_no), u.started_on, u.act_no), u.detail
	FROM secretxfer.uncovered_transfers() u
$$;
COMMENT ON FUNCTION secretxfer.verify_cover() IS
'verify(), provisions 3(3), 4(4), 6, 7: contract, annex, permission, notice and period of each hand-over and access.';
