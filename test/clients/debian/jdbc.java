/* JDBC (the PostgreSQL driver, as Debian has it). */

import java.math.BigDecimal;
import java.sql.*;
import java.time.*;
import java.util.*;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import java.io.StringReader;

class Jdbc {
	static Connection connection;

	static void check(String name, Object got, Object expected) {
		System.out.println(Objects.equals(got, expected) ? "ok - " + name
			: "not ok - " + name + " # got " + got + " and not " + expected);
	}

	/* The first value that a statement returns, or the number of rows that it writes. */
	static Object run(String sql, Object... values) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			for (int i = 0; i < values.length; i++)
				statement.setObject(i + 1, values[i]);
			if (!statement.execute())
				return statement.getUpdateCount();
			ResultSet rows = statement.getResultSet();
			return rows.next() ? rows.getObject(1) : null;
		}
	}

	static Object enter(String table, Map<String, Object> entry, String end) throws SQLException {
		String[] types = entry.keySet().stream().map(c -> c.equals("kind") || c.equals("mark") ? "?::secretxfer." + (c.equals("kind") ? "carrier_kind" : "secrecy_mark") : "?").toArray(String[]::new);
		return run("INSERT INTO secretxfer." + table + " (" + String.join(", ", entry.keySet()) + ") VALUES (" + String.join(", ", types) + ") " + end,
			entry.values().toArray());
	}

	interface Act { void run() throws SQLException; }

	/* What a form shows, or null. */
	static ServerErrorMessage refusalOf(Act act) throws SQLException {
		try {
			act.run();
			return null;
		} catch (SQLException refused) {
			Throwable report = refused instanceof BatchUpdateException ? refused.getCause() : refused;
			if (!refused.getSQLState().startsWith("23"))
				throw refused;
			return ((PSQLException) report).getServerErrorMessage();
		}
	}

	static Map<String, Object> entry(Object... pairs) {
		Map<String, Object> entry = new LinkedHashMap<>();
		for (int i = 0; i < pairs.length; i += 2)
			entry.put((String) pairs[i], pairs[i + 1]);
		return entry;
	}

	static Map<String, Object> with(Map<String, Object> entry, Object... pairs) {
		entry.putAll(entry(pairs));
		return entry;
	}

	static Map<String, Object> newCase(int number) {
		return entry("case_no", "JDBC/" + number, "customer", "351240000040", "contractor", "351240000060", "subject", "works",
			"works_settlement", "Almaty", "opened_on", LocalDate.of(2025, 2, 3));
	}

	static Map<String, Object> newRequest(int number) {
		return entry("case_no", "JDBC/1", "request_no", "" + number, "authority", "351240000010", "sent_on", LocalDate.of(2025, 2, 10),
			"justification", "needed", "transfer_from", LocalDate.of(2025, 3, 1), "transfer_until", LocalDate.of(2025, 12, 31),
			"permit_no", "P-builder", "draft_contract", "draft");
	}

	static Map<String, Object> requestAsRead() throws SQLException {
		Map<String, Object> row = new LinkedHashMap<>();
		try (ResultSet rows = connection.createStatement().executeQuery("SELECT * FROM secretxfer.requests WHERE case_no = 'JDBC/1' AND request_no = '1'")) {
			rows.next();
			for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++)
				row.put(rows.getMetaData().getColumnName(i), rows.getObject(i));
		}
		return row;
	}

	static List<Object> failedFields(Map<String, Object> request) throws SQLException {
		StringJoiner json = new StringJoiner(", ", "{", "}");
		request.forEach((column, value) -> json.add('"' + column + "\": " + (value == null ? "null" : "\"" + value + '"')));
		Array fields = (Array) run("SELECT array_agg(field) FROM secretxfer.check_entry('secretxfer.requests', ?::jsonb), unnest(fields) AS field WHERE verdict = 'failed'", json.toString());
		return Arrays.asList((Object[]) fields.getArray());
	}

	static Object entered(String prefix) throws SQLException {
		return run("SELECT string_agg(case_no, ' ' ORDER BY case_no) FROM secretxfer.cases WHERE case_no LIKE ?", "JDBC/" + prefix + "_");
	}

	static void addCases(PreparedStatement batch, int... numbers) throws SQLException {
		for (int number : numbers) {
			int column = 1;
			Map<String, Object> entry = newCase(number);
			if (number == 11)
				entry.put("contractor", entry.get("customer"));
			for (Object value : entry.values())
				batch.setObject(column++, value);
			batch.addBatch();
		}
		batch.executeBatch();
	}

	static void copy(String table, String... lines) throws SQLException {
		try {
			connection.unwrap(PGConnection.class).getCopyAPI().copyIn(
				"COPY " + table + " (case_no, customer, contractor, subject, works_settlement, opened_on) FROM STDIN", new StringReader(String.join("\n", lines) + "\n"));
		} catch (java.io.IOException e) {
			throw new RuntimeException(e);
		}
	}

	static String line(int number, String contractor, String openedOn) {
		return "JDBC/" + number + "\t351240000040\t" + contractor + "\tworks\tAlmaty\t" + openedOn;
	}

	public static void main(String[] arguments) throws SQLException {
		connection = DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + System.getenv("PGPORT") + "/" + System.getenv("PGDATABASE"),
			System.getenv("PGUSER"), System.getenv("PGPASSWORD"));

		/* a case, its request and its carriers, in one transaction */
		connection.setAutoCommit(false);
		enter("cases", newCase(1), "");
		enter("requests", newRequest(1), "");
		Object[] carriers = new Object[3];
		for (int n = 1; n <= 3; n++) {
			carriers[n - 1] = enter("carriers", entry("owner", "351240000010", "title", "a plan", "kind", "document", "mark", "top_secret",
				"account_no", "JDBC/" + n, "copy_no", "1", "sheets", 10, "registered_on", LocalDate.of(2024, 12, 31)), "RETURNING carrier_id");
			run("INSERT INTO secretxfer.request_items (case_no, request_no, item_no, carrier_id) VALUES ('JDBC/1', '1', ?, ?)", n, carriers[n - 1]);
		}
		connection.commit();
		connection.setAutoCommit(true);
		check("lawful entries", run("SELECT count(*) FROM secretxfer.request_items WHERE case_no = 'JDBC/1'"), 3L);

		check("enum", run("SELECT mark FROM secretxfer.carriers WHERE carrier_id = ?", carriers[0]), "top_secret");
		check("date", ((java.sql.Date) run("SELECT registered_on FROM secretxfer.carriers WHERE carrier_id = ?", carriers[0])).toLocalDate(), LocalDate.of(2024, 12, 31));
		check("bigint", carriers[0].toString(), run("SELECT carrier_id::text FROM secretxfer.carriers WHERE account_no = 'JDBC/1'"));

		/* a refusal at its field of the form; all fields, before writing */
		ServerErrorMessage refusal = refusalOf(() -> enter("requests", with(newRequest(2), "sent_on", LocalDate.of(2199, 1, 1)), ""));
		check("refusal at its field", List.of(refusal.getConstraint(), refusal.getTable(), refusal.getColumn()),
			List.of("secretxfer_r00_not_in_future", "requests", "sent_on"));
		check("fields before writing", failedFields(with(newRequest(2), "justification", null, "draft_contract", "  ")), List.of("justification", "draft_contract"));

		/* enter, or find */
		refusal = refusalOf(() -> enter("cases", newCase(1), ""));
		check("duplicate found", List.of(refusal.getSQLState(), refusal.getConstraint(), enter("cases", newCase(1), "ON CONFLICT DO NOTHING")),
			List.of("23505", "secretxfer_r00_entered_once", 0));

		/* many at once: all or none */
		try (PreparedStatement batch = connection.prepareStatement(
				"INSERT INTO secretxfer.cases (case_no, customer, contractor, subject, works_settlement, opened_on) VALUES (?, ?, ?, ?, ?, ?)")) {
			connection.setAutoCommit(false);
			refusal = refusalOf(() -> addCases(batch, 10, 11, 12));
			connection.rollback();
			addCases(batch, 13, 14, 15);
			connection.commit();
			connection.setAutoCommit(true);
		}
		check("batch", List.of(refusal.getConstraint(), entered("1")), List.of("secretxfer_r02_parties_differ", "JDBC/13 JDBC/14 JDBC/15"));

		/* COPY into a table of the application's own, from which import_entries() enters; COPY as the owner */
		copy("office.staged_cases", line(20, "351240000060", "2025-02-03"), line(21, "351240000060", "03.02.2025"), line(22, "351240000060", "2025-02-03"));
		Object told = run("SELECT line || ' ' || fields::text FROM secretxfer.import_entries('secretxfer.cases', 'office.staged_cases', false)");
		run("TRUNCATE office.staged_cases RESTART IDENTITY");
		run("SET ROLE keeper");
		copy("secretxfer.cases", line(23, "351240000060", "2025-02-03"));
		refusal = refusalOf(() -> copy("secretxfer.cases", line(24, "351240000060", "2025-02-03"), line(25, "351240000040", "2025-02-03")));
		run("RESET ROLE");
		check("COPY", List.of(told, refusal.getConstraint(), refusal.getWhere(), entered("2")),
			List.of("2 {opened_on}", "secretxfer_r02_parties_differ", "COPY cases, line 2", "JDBC/20 JDBC/22 JDBC/23"));

		/* a refusal within a transaction that goes on */
		connection.setAutoCommit(false);
		enter("cases", newCase(30), "");
		Savepoint here = connection.setSavepoint();
		refusal = refusalOf(() -> enter("cases", with(newCase(31), "contractor", "351240000040"), ""));
		connection.rollback(here);
		enter("cases", newCase(32), "");
		connection.commit();
		connection.setAutoCommit(true);
		check("savepoint", List.of(refusal.getConstraint(), entered("3")), List.of("secretxfer_r02_parties_differ", "JDBC/30 JDBC/32"));

		/* one field of a row is changed, and all columns are written back; once by hand, once by an updatable result */
		Map<String, Object> row = requestAsRead();
		row.put("justification", "needed for the works");
		run("UPDATE secretxfer.requests SET " + String.join(" = ?, ", row.keySet()) + " = ? WHERE case_no = 'JDBC/1' AND request_no = '1'", row.values().toArray());
		Map<String, Object> written = requestAsRead();
		Set<String> differ = new TreeSet<>(row.keySet());
		differ.removeIf(column -> Objects.equals(row.get(column), written.get(column)));
		check("all columns written back", differ, Set.of("changed_at", "changed_by"));

		row.put("justification", "needed for other works");
		StringJoiner excluded = new StringJoiner(", ");
		for (String column : row.keySet())
			excluded.add(column + " = EXCLUDED." + column);
		enter("requests", row, "ON CONFLICT (case_no, request_no) DO UPDATE SET " + excluded);
		check("upsert of all columns", requestAsRead().get("justification"), "needed for other works");

		/* a write to a row that somebody else has changed since it was read */
		Object version = run("SELECT xmin::text FROM secretxfer.cases WHERE case_no = 'JDBC/13'");
		String change = "UPDATE secretxfer.cases SET subject = ? WHERE case_no = 'JDBC/13' AND xmin::text = ?";
		check("stale write noticed", List.of(run(change, "one", version), run(change, "other", version)), List.of(1, 0));

		/* the body's answer, with a list of numbers */
		run("SET ROLE body");
		run("UPDATE secretxfer.requests SET received_on = ? WHERE case_no = 'JDBC/1'", LocalDate.of(2025, 2, 12));
		run("INSERT INTO secretxfer.decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as, excluded_items)"
			+ " VALUES ('JDBC/1', '1', 'D', ?, ?::secretxfer.decision_outcome, 'Surname Name', 'head', ?)",
			LocalDate.of(2025, 2, 20), "permitted", connection.createArrayOf("int4", new Integer[]{2, 3}));
		run("RESET ROLE");
		check("list of numbers", Arrays.asList((Object[]) ((Array) run("SELECT excluded_items FROM secretxfer.decisions WHERE case_no = 'JDBC/1'")).getArray()), List.of(2, 3));

		/* where the session is */
		run("SET TIME ZONE 'Pacific/Honolulu'");
		LocalDate today = LocalDate.now(ZoneId.of("Asia/Almaty"));
		enter("cases", with(newCase(40), "opened_on", today), "");
		try (ResultSet rows = connection.createStatement().executeQuery("SELECT opened_on, recorded_at FROM secretxfer.cases WHERE case_no = 'JDBC/40'")) {
			rows.next();
			check("another time zone", List.of(rows.getObject(1, LocalDate.class),
				Duration.between(rows.getObject(2, OffsetDateTime.class), OffsetDateTime.now()).abs().toMinutes() < 5), List.of(today, true));
		}

		/* the language of the person at the form */
		Map<String, String> details = new HashMap<>();
		for (String language : List.of("kk", "ru", "en")) {
			run("SELECT set_config('secretxfer.language', ?, false)", language);
			details.put(language, refusalOf(() -> enter("cases", with(newCase(41), "contractor", "351240000040"), "")).getDetail());
		}
		check("language", List.of(details.get("kk").matches("(?s).*[әғқңөұүһі].*"), details.get("ru").matches("(?s)[^әғқңөұүһі]*[а-я][^әғқңөұүһі]*"), details.get("en").matches("\\p{ASCII}*")),
			List.of(true, true, true));
	}
}
